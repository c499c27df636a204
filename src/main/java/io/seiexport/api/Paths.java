package io.seiexport.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how a domain is spelled in the paths of the API. The documents give sprints one spelling to create and
 * another for the rest; where a server disagrees, its 404 or 405 makes us turn to the other spelling, and stay there.
 */
public final class Paths implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(Paths.class);
    static final String DOWNLOAD = "/download";
    static final String TURNED = "turned";
    private static final int LONGEST_SHOWN = 300;

    private final Map<Use, String> spellings = new ConcurrentHashMap<>();

    private record Use(String domain, boolean create) {
    }

    /** The path that takes new exports. */
    public String create(Exchange exchange) {
        return path(exchange, true);
    }

    /** The path that lists the newest jobs. */
    public String list(Exchange exchange) {
        return path(exchange, false) + "?limit=100";
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

    /** Whether a call that met a 404 or 405 can be made by another path, which was not tried yet. */
    public boolean haveOther(Exchange exchange) {
        var other = exchange.getVariable(TURNED) == null ? other(exchange) : null;
        return other != null && (mayBeAsked(exchange, other) || !tooEarly(exchange));
    }

    /** Nobody need hear of an address that is refused as long as the file may still appear where it was asked for. */
    private static boolean mayBeAsked(Exchange exchange, String other) {
        var api = exchange.getContext().getRegistry().findSingleByType(SeiApi.class);
        return api == null || api.mayBeAsked(exchange, other);
    }

    private static boolean tooEarly(Exchange exchange) {
        return exchange.getContext().getRegistry().findSingleByType(Retry.class).stillTooEarly(exchange);
    }

    /** Turns the call that has just failed to the other path; run between the two attempts. */
    @Override
    public void process(Exchange exchange) {
        if (!haveOther(exchange)) {
            return;
        }
        LogFields.during(exchange, () -> turn(exchange, other(exchange)));
    }

    /** After a pause: neither path was known, so either may be the one that is not known yet. */
    void turnBack(Exchange exchange) {
        var first = exchange.getVariable(TURNED, String.class);
        if (first != null) {
            turn(exchange, first);
        }
    }

    private void turn(Exchange exchange, String other) {
        var export = exchange.getVariable("export", Export.class);
        var failed = exchange.getVariable("path", String.class);
        LOG.info("{}: the server does not know {}, trying {}", export, shown(failed), shown(other));
        exchange.setVariable("path", other);
        exchange.setVariable(TURNED, failed);
        export.paths().stream().filter(spelling -> other.startsWith(path(spelling))).findFirst()
                .ifPresent(spelling -> spellings.put(new Use(export.domain(), failed.endsWith("/exports")), spelling));
    }

    /** Whether a call asks for the list of the newest jobs. */
    static boolean isList(HttpRequest call) {
        return Method.GET.isSame(call.getMethod()) && call.getPath().replaceFirst("\\?.*", "").endsWith("/exports");
    }

    /** Without the query, which may hold a signature. */
    static String shown(String path) {
        var shown = path.replaceFirst("[?#].*", "");
        return shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + "…" : shown;
    }

    /** For a download the path that the server itself has named, else the path in the other spelling; null if none. */
    private static String other(Exchange exchange) {
        var failed = exchange.getVariable("path", String.class);
        var job = exchange.getVariable("job", Job.class);
        if (failed.endsWith(DOWNLOAD) && callable(job.downloadUrl()) && !job.downloadUrl().equals(failed)) {
            return job.downloadUrl();
        }
        var spellings = exchange.getVariable("export", Export.class).paths();
        var used = spellings.stream().filter(spelling -> failed.startsWith(path(spelling))).findFirst();
        return used.flatMap(spelling -> spellings.stream().filter(any -> !any.equals(spelling)).findFirst()
                .map(any -> path(any) + failed.substring(path(spelling).length()))).orElse(null);
    }

    /** A path, or an address that HTTP can reach. */
    private static boolean callable(String url) {
        try {
            return url.matches("/[^/][^#]*") ? new URI(url).getHost() == null : SeiApi.callable(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
