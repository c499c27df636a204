package io.seiexport.settings;

import java.util.HashSet;
import java.util.Set;

import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/**
 * Reads the settings as they are for one project, wherever they stand: what is set for it alone goes before what is set
 * for all, so that nobody else has to know of projects.
 */
public class ProjectView extends DefaultPropertiesParser {
    private final Project project;
    /** What is being looked up for it alone, on each thread. */
    private final ThreadLocal<Set<String>> underWay = ThreadLocal.withInitial(HashSet::new);

    public ProjectView(PropertiesComponent component, Project project) {
        super(component);
        this.project = project;
    }

    @Override
    public String parseProperty(String key, String value, PropertiesLookup properties) {
        return project.value(key, value, this::lookUp);
    }

    /** Nothing if its own value refers to the key that it replaces: there the value for all projects is meant. */
    private String lookUp(String key) {
        if (!underWay.get().add(key)) {
            return null;
        }
        try {
            return getPropertiesComponent().resolveProperty(key).orElse(null);
        } finally {
            underWay.get().remove(key);
        }
    }
}
