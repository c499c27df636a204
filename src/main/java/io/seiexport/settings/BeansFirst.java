package io.seiexport.settings;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Camel's reader of routes, which reads each file twice: first for the beans that all other files may need. This one
 * looks for them only where there can be any, which is not in the large files, and keeps what it has read.
 */
public final class BeansFirst extends YamlRoutesBuilderLoader {
    private static final String NAME = "beansFirst";

    private final ComposedYaml composed;

    private BeansFirst(ComposedYaml composed) {
        this.composed = composed;
    }

    static void readFor(CamelContext context) {
        var reader = new BeansFirst(ComposedYaml.keptFor(context));
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
        var text = text(file);
        return text.contains("beans") || text.contains("apiVersion");
    }

    @Override
    public RouteBuilder doLoadRouteBuilder(Resource file) throws Exception {
        var text = file.exists() ? text(file) : "";
        var settings = LoadSettings.builder().setLabel(file.getLocation()).build();
        var reader = new YamlUnicodeReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        var read = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, reader))).getSingleNode();
        if (read.isEmpty()) {
            // It has the words for what is missing, or empty.
            return super.doLoadRouteBuilder(file);
        }
        composed.keep(text, read.get());
        return builder(newYamlDeserializationContext(settings, file), read.get());
    }

    @Override
    protected YamlDeserializationContext newYamlDeserializationContext(LoadSettings settings, Resource file) {
        var context = super.newYamlDeserializationContext(settings, file);
        context.addResolver(new QuickLabels());
        return context;
    }

    private static String text(Resource file) throws Exception {
        try (var in = file.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
