package io.seiexport.settings;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.spi.Resource;

/**
 * Camel's reader of routes, which reads each file twice: first for the beans that all other files may need. This one
 * looks for them only where there can be any, which is not in the large files.
 */
final class BeansFirst extends YamlRoutesBuilderLoader {
    static void readFor(CamelContext context) {
        var reader = new BeansFirst();
        reader.setCamelContext(context);
        context.getRegistry().bind("beansFirst", reader);
    }

    @Override
    public void preParseRoute(Resource file) throws Exception {
        if (file.exists() && !mayHoldMoreThanRoutes(file)) {
            return;
        }
        super.preParseRoute(file);
    }

    /** Beans, or what Camel K has around its routes. */
    private static boolean mayHoldMoreThanRoutes(Resource file) throws Exception {
        try (var in = file.getInputStream()) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.contains("beans") || text.contains("apiVersion");
        }
    }
}
