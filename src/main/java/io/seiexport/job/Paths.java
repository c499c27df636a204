package io.seiexport.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
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
        return call(exchange, report.method(), report.pathFor(Export.of(exchange).request()), "");
    }

    /** Whether the call asks for a new export; all others are about what was asked for before. */
    static boolean asks(Exchange exchange) {
        var export = Export.of(exchange);
        return ApiCall.of(exchange).isPost() || export != null && export.report() != null;
    }

    /** The call for the next page of the list of jobs. */
    public ApiCall list(Exchange exchange) {
        var listing = JobList.of(exchange);
        var asked = listing.question();
        return new ApiCall("GET", path(asked.domain(), asked.paths(), false) + "?" + listing.query(), "",
                asked.limits()).ofDomain(asked.domain());
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
        return path(domain(exchange), paths(exchange), create);
    }

    private String path(String domain, List<String> paths, boolean create) {
        var documented = paths.get(create ? 0 : paths.size() - 1);
        return path(spellings.getOrDefault(new Use(domain, create), documented));
    }

    /** A list may be read for no export at all. */
    private static String domain(Exchange exchange) {
        return Export.of(exchange) == null ? JobList.of(exchange).question().domain() : Export.of(exchange).domain();
    }

    private static List<String> paths(Exchange exchange) {
        return Export.of(exchange) == null ? JobList.of(exchange).question().paths() : Export.of(exchange).paths();
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
        var call = ApiCall.of(exchange);
        LOG.info("{}: the server does not know {}, trying {}",
                Export.of(exchange) == null ? domain(exchange) : Export.of(exchange), ApiCall.shown(call.path()),
                ApiCall.shown(other));
        call.turnedTo(other).keep(exchange);
        var use = new Use(domain(exchange), call.path().endsWith("/exports"));
        paths(exchange).stream().filter(spelling -> other.startsWith(path(spelling))).findFirst()
                .ifPresent(spelling -> spellings.put(use, spelling));
    }

    /** For a download the path that the server itself has named, else the path in the other spelling; null if none. */
    private static String other(Exchange exchange) {
        if (!hasSpellings(exchange)) {
            return null;
        }
        var failed = ApiCall.of(exchange).path();
        var job = Job.of(exchange);
        if (failed.endsWith(DOWNLOAD) && callable(job.downloadUrl()) && !job.downloadUrl().equals(failed)) {
            return job.downloadUrl();
        }
        var spellings = paths(exchange);
        var used = spellings.stream().filter(spelling -> failed.startsWith(path(spelling))).findFirst();
        return used.flatMap(spelling -> spellings.stream().filter(any -> !any.equals(spelling)).findFirst()
                .map(any -> path(any) + failed.substring(path(spelling).length()))).orElse(null);
    }

    /** A report has none, nor has what is asked for no export, unless it is a list. */
    private static boolean hasSpellings(Exchange exchange) {
        var export = Export.of(exchange);
        return export == null ? JobList.of(exchange) != null : export.report() == null;
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
