package io.seiexport.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.http.Origins;
import io.seiexport.http.NextAttempt;
import io.seiexport.http.SeiApi;
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
    private static final String DOWNLOAD = "/download";

    private final Map<Use, String> spellings = new ConcurrentHashMap<>();

    private final SeiApi api;
    private final NextAttempt retry;

    public Paths(SeiApi api, NextAttempt retry) {
        this.api = api;
        this.retry = retry;
    }

    private record Use(String domain, boolean create) {
    }

    /** The call that asks for a new export. */
    public ApiCall create(Exchange exchange) {
        return call(exchange, "POST", path(exchange, true), "");
    }

    /** The call that is answered by the file of the export itself. */
    public ApiCall report(Exchange exchange) {
        var report = Export.of(exchange).report();
        return call(exchange, report.method(), report.path(), "");
    }

    /** The call that lists the newest jobs. */
    public ApiCall list(Exchange exchange) {
        return call(exchange, "GET", path(exchange, false) + "?limit=100", "");
    }

    /** The call for the status of the job. */
    public ApiCall status(Exchange exchange) {
        return ofJob(exchange, "");
    }

    /** The call for the file of the job. */
    public ApiCall download(Exchange exchange) {
        return ofJob(exchange, DOWNLOAD);
    }

    private ApiCall ofJob(Exchange exchange, String what) {
        var id = Job.of(exchange).exportId();
        return call(exchange, "GET", path(exchange, false) + "/" + ApiCall.encoded(id) + what, id);
    }

    private static ApiCall call(Exchange exchange, String method, String path, String id) {
        return new ApiCall(method, path, id, Polling.limits(exchange)).ofDomain(Export.of(exchange).domain());
    }

    private String path(Exchange exchange, boolean create) {
        var export = Export.of(exchange);
        var documented = export.paths().get(create ? 0 : export.paths().size() - 1);
        return path(spellings.getOrDefault(new Use(export.domain(), create), documented));
    }

    private static String path(String spelling) {
        return "/v2/insights/" + spelling + "/exports";
    }

    /** Whether a call that met a 404 or 405 can be made by another path, which was not taken yet. */
    public boolean haveOther(Exchange exchange) {
        var other = ApiCall.of(exchange).course().otherPath() == null ? other(exchange) : null;
        // Nobody need hear of an address that is refused while the file may still appear where it was asked for.
        return other != null
                && (api.mayBeAsked(ApiCall.of(exchange), other) || !retry.tooEarlyWithAttemptToSpare(exchange));
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
    public void turnBack(Exchange exchange) {
        var first = ApiCall.of(exchange).course().otherPath();
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (first != null && Failure.of(thrown).reason() == Reason.NOT_FOUND) {
            turn(exchange, first);
        }
    }

    private void turn(Exchange exchange, String other) {
        var export = Export.of(exchange);
        var call = ApiCall.of(exchange);
        LOG.info("{}: the server does not know {}, trying {}", export, ApiCall.shown(call.path()),
                ApiCall.shown(other));
        call.turnedTo(other).keep(exchange);
        var use = new Use(export.domain(), call.path().endsWith("/exports"));
        export.paths().stream().filter(spelling -> other.startsWith(path(spelling))).findFirst()
                .ifPresent(spelling -> spellings.put(use, spelling));
    }

    /** For a download the path that the server itself has named, else the path in the other spelling; null if none. */
    private static String other(Exchange exchange) {
        var failed = ApiCall.of(exchange).path();
        var job = Job.of(exchange);
        if (Export.of(exchange) == null || Export.of(exchange).report() != null) {
            return null;
        }
        if (failed.endsWith(DOWNLOAD) && callable(job.downloadUrl()) && !job.downloadUrl().equals(failed)) {
            return job.downloadUrl();
        }
        var spellings = Export.of(exchange).paths();
        var used = spellings.stream().filter(spelling -> failed.startsWith(path(spelling))).findFirst();
        return used.flatMap(spelling -> spellings.stream().filter(any -> !any.equals(spelling)).findFirst()
                .map(any -> path(any) + failed.substring(path(spelling).length()))).orElse(null);
    }

    /** A path, or an address that HTTP can reach. */
    private static boolean callable(String url) {
        try {
            return url.matches("/[^/][^#]*") ? new URI(url).getHost() == null : Origins.callable(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
