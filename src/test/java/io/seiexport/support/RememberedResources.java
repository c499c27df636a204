package io.seiexport.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/**
 * Looks once for what Camel's parts are called in the jars: each context looks for the same hundreds of names in the
 * same hundreds of jars, four times for one that is not there, which took a ninth of the processor time of the tests.
 */
public final class RememberedResources extends DefaultClassResolver {
    private static final Map<String, Optional<byte[]>> PARTS = new ConcurrentHashMap<>();
    private static final String FOLDER_OF_PARTS = "META-INF/services/org/apache/camel/";

    public RememberedResources(CamelContext context) {
        super(context);
    }

    @Override
    public InputStream loadResourceAsStream(String name) {
        return name.startsWith(FOLDER_OF_PARTS)
                ? PARTS.computeIfAbsent(name, this::content).map(ByteArrayInputStream::new).orElse(null)
                : super.loadResourceAsStream(name);
    }

    private Optional<byte[]> content(String name) {
        try (var stream = super.loadResourceAsStream(name)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
