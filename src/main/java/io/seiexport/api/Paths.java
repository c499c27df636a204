package io.seiexport.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how a domain is spelled in the paths of the API. The documents give sprints one spelling to create and
 * another for the rest; where a server disagrees, its 404 or 405 makes us turn to the other spelling, and stay there.
 */
public final class Paths implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(Paths.class);

    private final Map<Use, String> spellings = new ConcurrentHashMap<>();

    private record Use(String domain, boolean create) {
    }

    /** The path that takes new exports. */
    public String create(Exchange exchange) {
        return path(exchange, true);
    }

    /** The path of the one export that the exchange is about. */
    public String job(Exchange exchange) {
        return path(exchange, false) + "/" + SeiApi.encoded(exchange.getVariable("job", Job.class).exportId());
    }

    private String path(Exchange exchange, boolean create) {
        var export = exchange.getVariable("export", Export.class);
        var documented = export.paths().get(create ? 0 : export.paths().size() - 1);
        return path(spellings.getOrDefault(new Use(export.domain(), create), documented));
    }

    private static String path(String spelling) {
        return "/v2/insights/" + spelling + "/exports";
    }

    /** Turns the call that has just failed to the other spelling; run between the two attempts. */
    @Override
    public void process(Exchange exchange) {
        var export = exchange.getVariable("export", Export.class);
        var failed = exchange.getVariable("path", String.class);
        for (var other : export.paths()) {
            var create = failed.endsWith("/exports");
            var used = export.paths().stream().filter(spelling -> failed.startsWith(path(spelling))).findFirst();
            if (used.isPresent() && !other.equals(used.get())) {
                LOG.info("{}: the server does not know {}, trying the spelling '{}'", export, failed, other);
                exchange.setVariable("path", path(other) + failed.substring(path(used.get()).length()));
                spellings.put(new Use(export.domain(), create), other);
                return;
            }
        }
    }
}
