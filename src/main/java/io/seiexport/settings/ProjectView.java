package io.seiexport.settings;

import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/**
 * Reads the settings as they are for one project, wherever they stand: what is set for it alone goes before what is set
 * for all, so that nobody else has to know of projects.
 */
public class ProjectView extends DefaultPropertiesParser {
    private final Project project;

    public ProjectView(PropertiesComponent component, Project project) {
        super(component);
        this.project = project;
    }

    @Override
    public String parseProperty(String key, String value, PropertiesLookup properties) {
        return project.value(key, value, other -> getPropertiesComponent().resolveProperty(other).orElse(null));
    }
}
