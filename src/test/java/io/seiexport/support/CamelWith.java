package io.seiexport.support;

import java.util.Map;
import java.util.Properties;

import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context that has settings and nothing else. */
public final class CamelWith {

    private CamelWith() {
    }

    /** Not started; these settings are all it knows beside the environment. */
    public static DefaultCamelContext settings(Map<String, String> settings) {
        var properties = new Properties();
        properties.putAll(settings);
        var context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }
}
