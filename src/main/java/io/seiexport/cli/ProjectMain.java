package io.seiexport.cli;

import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;
import io.seiexport.settings.Utf8Main;
import org.apache.camel.util.IOHelper;

/** Camel Main with the settings of the current folder, as they are for one project. */
final class ProjectMain extends Utf8Main {
    private static final String CONTEXT = "camel.main.name";

    ProjectMain(Project project) {
        setPropertyPlaceholderLocations("file:" + Projects.SETTINGS + ",classpath:"
                + Settings.class.getPackageName().replace('.', '/') + "/application.properties");
        addEnvironment();
        if (!project.isOnly()) {
            addOverrideProperty(Project.NAME, project.name());
            addOverrideProperty(CONTEXT, Settings.beforeStart(Projects.SETTINGS, CONTEXT) + "-" + project.name());
        }
    }

    /** Camel itself looks into the environment for some of its own settings only. */
    private void addEnvironment() {
        for (var key : Settings.manual().stringPropertyNames()) {
            var value = IOHelper.lookupEnvironmentVariable(key);
            if (key.startsWith("camel.") && value != null) {
                addOverrideProperty(key, value);
            }
        }
    }
}
