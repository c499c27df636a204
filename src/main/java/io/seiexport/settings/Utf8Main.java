package io.seiexport.settings;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel Main that reads settings files as UTF-8; by itself it takes them for Latin-1, and names become others. */
public class Utf8Main extends Main {

    /** The only moment before the files are read. */
    @Override
    protected CamelContext createCamelContext() {
        var context = newContext();
        context.getPropertiesComponent().setEncoding(StandardCharsets.UTF_8.name());
        BeansFirst.readFor(context);
        return context;
    }

    /** One that has looked for nothing yet. */
    protected CamelContext newContext() {
        return super.createCamelContext();
    }
}
