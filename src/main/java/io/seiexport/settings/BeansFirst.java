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
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Camel's reader of routes, which reads each file twice: first for the beans that all other files may need. This one
 * looks for them only where there can be any, which is not in the large files, and keeps what it has read.
 */
public class BeansFirst extends YamlRoutesBuilderLoader {
    private static final String NAME = "beansFirst";

    private final ComposedYaml composed;

    protected BeansFirst(CamelContext context) {
        composed = ComposedYaml.keptFor(context);
        setCamelContext(context);
    }

    /** From now on its context reads files of routes by it. */
    final void bind() {
        getCamelContext().getRegistry().bind(NAME, this);
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
        var text = new String(bytes(file), StandardCharsets.UTF_8);
        return text.contains("beans") || text.contains("apiVersion");
    }

    @Override
    public RouteBuilder doLoadRouteBuilder(Resource file) throws Exception {
        var bytes = file.exists() ? bytes(file) : new byte[0];
        var settings = LoadSettings.builder().setLabel(file.getLocation()).build();
        var read = new Composer(settings, parser(settings, bytes)).getSingleNode();
        if (read.isEmpty()) {
            // It has the words for what is missing, or empty.
            return super.doLoadRouteBuilder(file);
        }
        composed.keep(new String(bytes, StandardCharsets.UTF_8), read.get());
        return builder(newYamlDeserializationContext(settings, file), read.get());
    }

    protected Parser parser(LoadSettings settings, byte[] bytes) {
        // It refuses what is no UTF-8; a text made of such bytes would have other letters in their place.
        var reader = new YamlUnicodeReader(new ByteArrayInputStream(bytes));
        return new ParserImpl(settings, new StreamReader(settings, reader));
    }

    @Override
    protected YamlDeserializationContext newYamlDeserializationContext(LoadSettings settings, Resource file) {
        var context = super.newYamlDeserializationContext(settings, file);
        context.addResolver(new QuickLabels());
        return context;
    }

    private static byte[] bytes(Resource file) throws Exception {
        try (var in = file.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
