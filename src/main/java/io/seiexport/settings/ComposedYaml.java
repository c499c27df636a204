package io.seiexport.settings;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.nodes.Node;

/** Keeps what Camel has read of the files of routes for who reads them next: to parse them is a tenth of a start. */
public final class ComposedYaml {
    private static final String NAME = "composedYaml";

    private final Map<String, Node> files = new ConcurrentHashMap<>();

    static ComposedYaml keptFor(CamelContext context) {
        var composed = new ComposedYaml();
        context.getRegistry().bind(NAME, composed);
        return composed;
    }

    /** What Camel has read of this text, once; empty where somebody else reads the files for Camel. */
    public static Optional<Node> take(CamelContext context, String text) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(NAME, ComposedYaml.class))
                .map(composed -> composed.files.remove(text));
    }

    /** Forgets what nobody has taken, once all that read the files have done so. */
    public static void forget(CamelContext context) {
        Optional.ofNullable(context.getRegistry().lookupByNameAndType(NAME, ComposedYaml.class))
                .ifPresent(composed -> composed.files.clear());
    }

    void keep(String text, Node read) {
        files.put(text, read);
    }
}
