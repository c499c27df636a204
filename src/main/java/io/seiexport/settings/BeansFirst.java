package io.seiexport.settings;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.spi.Resource;

/**
 * Camel's reader of routes, which reads each file twice: first for the beans that all other files may need. This one
 * looks for them only where there can be any, which is not in the large files.
 */
public final class BeansFirst extends YamlRoutesBuilderLoader {
    private static final String NAME = "beansFirst";

    static void readFor(CamelContext context) {
        var reader = new BeansFirst();
        reader.setCamelContext(context);
        context.getRegistry().bind(NAME, reader);
    }

    /** Makes the beans of a file, for whoever needs none of its routes. */
    public static void make(CamelContext context, Resource file) {
        try {
            context.getRegistry().lookupByNameAndType(NAME, BeansFirst.class).preParseRoute(file);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RuntimeCamelException(e);
        }
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
