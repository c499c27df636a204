package io.seiexport.support;

import java.util.Map;
import java.util.Properties;

import io.seiexport.settings.Secrets;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context that has settings, keeps their secrets, and has nothing else. */
public final class CamelWith {

    private CamelWith() {
    }

    /** Not started; these settings are all it knows beside the environment. */
    public static DefaultCamelContext settings(Map<String, String> settings) {
        var properties = new Properties();
        properties.putAll(settings);
        var context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getRegistry().bind("secrets", new Secrets());
        return context;
    }
}
