package io.seiexport.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.util.OrderedLocationProperties;

/** Camel Main that reads settings files as UTF-8; by itself it takes them for Latin-1, and names become others. */
public class Utf8Main extends Main {

    /** The only moment before the files are read. */
    @Override
    protected CamelContext createCamelContext() {
        var context = newContext();
        context.getCamelContextExtension().setRegistry(registry);
        context.getPropertiesComponent().setEncoding(StandardCharsets.UTF_8.name());
        filesOfRoutes(context).bind();
        return context;
    }

    /** What reads them. */
    protected BeansFirst filesOfRoutes(CamelContext context) {
        return new BeansFirst(context);
    }

    /**
     * A context that has the settings, wherever they stand, and nothing else: no component, no route and no thread.
     * What a start does beside that takes ten times as long.
     */
    public CamelContext settingsAlone() throws Exception {
        var context = createCamelContext();
        try {
            context.disableJMX();
            configurePropertiesService(context);
            context.build();
            configureSettings(context);
            return context;
        } catch (Exception | Error e) {
            context.stop();
            throw e;
        }
    }

    /** In the order of BaseMainSupport.autoconfigure. */
    private void configureSettings(CamelContext context) throws Exception {
        var noted = new OrderedLocationProperties();
        doConfigureVaultFromMainConfiguration(context, mainConfigurationProperties, noted);
        autoConfigurationFailFast(context, noted);
        autoConfigurationPropertiesComponent(context, noted);
        // Of the properties of the JVM it finds only what is spelled just so.
        for (var spelling : List.of("camel.main.fileConfigurations", "camel.main.file-configurations")) {
            autoConfigurationSingleOption(context, noted, spelling, files -> {
                mainConfigurationProperties.setFileConfigurations(files);
                return null;
            });
        }
        doInitFileConfigurations(context, mainConfigurationProperties);
    }

    /** One that has no settings yet. */
    protected CamelContext newContext() {
        return new QuickContext();
    }
}
