package io.seiexport.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.apache.camel.Exchange;

/**
 * One call of the API: its method and path, the job that it is about, and what its answers and attempts led to.
 *
 * @param domain whose settings it goes by; empty if it belongs to none
 * @param sentAt when its last attempt was sent; null where nobody has noted that
 */
public record ApiCall(String method, String path, String domain, String exportId, Limits limits, Course course,
        Attempts attempts, long waitedMillis, Instant sentAt) {
    private static final String VARIABLE = "call";
    private static final ApiCall NONE = get("");
    private static final int LONGEST_SHOWN = 300;

    /** Until when the export may take, and until when a 404 may only mean that the server is not that far yet. */
    public record Limits(Instant deadline, Instant grace) {
        public static final Limits NONE = new Limits(Instant.MAX, Instant.MIN);
    }

    /** Where a redirect has led the call, after how many of them, and the path that was called before this one. */
    public record Course(URI location, int redirects, String otherPath) {
        public static final Course STRAIGHT = new Course(null, 0, null);

        /** Back to the API itself, by the path that is called now. */
        Course back() {
            return new Course(null, 0, otherPath);
        }

        Course to(URI next) {
            return new Course(next, redirects + 1, otherPath);
        }
    }

    /** Those that have failed so far, the pause after the last of them, and since when none has succeeded. */
    public record Attempts(int failed, long pauseMillis, Instant since) {
        static final Attempts NONE = new Attempts(0, 0, null);
    }

    /** A call about the job with this id, or about none if it is empty. */
    public ApiCall(String method, String path, String exportId, Limits limits) {
        this(method, path, "", exportId, limits, Course.STRAIGHT, Attempts.NONE, 0, null);
    }

    /** The same, made by the settings of a domain. */
    public ApiCall ofDomain(String name) {
        return new ApiCall(method, path, name, exportId, limits, course, attempts, waitedMillis, sentAt);
    }

    /** One that belongs to no export. */
    public static ApiCall get(String path) {
        return new ApiCall("GET", path, "", Limits.NONE);
    }

    /** One that belongs to no export, and whose body says what is looked for. */
    public static ApiCall post(String path) {
        return new ApiCall("POST", path, "", Limits.NONE);
    }

    /** The one that the exchange makes now, or made last. */
    public static ApiCall of(Exchange exchange) {
        return exchange.getVariable(VARIABLE, NONE, ApiCall.class);
    }

    public void keep(Exchange exchange) {
        exchange.setVariable(VARIABLE, this);
    }

    public boolean isPost() {
        return method.equals("POST");
    }

    /** The same call by another path, since the server does not know this one. */
    public ApiCall turnedTo(String other) {
        return new ApiCall(method, other, domain, exportId, limits,
                new Course(course.location, course.redirects, path), attempts, waitedMillis, sentAt);
    }

    /** The same once it is over, without where it went: that may be a signed address. */
    public ApiCall ended() {
        return new ApiCall(method, "", domain, exportId, limits, Course.STRAIGHT, attempts, waitedMillis, sentAt);
    }

    ApiCall with(Course next) {
        return new ApiCall(method, path, domain, exportId, limits, next, attempts, waitedMillis, sentAt);
    }

    ApiCall with(Attempts next) {
        return new ApiCall(method, path, domain, exportId, limits, course, next, waitedMillis, sentAt);
    }

    /** The same, of which an attempt is sent now. */
    public ApiCall sent(Instant now) {
        return new ApiCall(method, path, domain, exportId, limits, course, attempts, waitedMillis, now);
    }

    ApiCall waited(long millis) {
        return new ApiCall(method, path, domain, exportId, limits, course, attempts, millis, sentAt);
    }

    /** As a part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the query, which may hold a signature. */
    public static String shown(String path) {
        var shown = path.replaceFirst("[?#].*", "");
        return shown.length() > LONGEST_SHOWN ? shown.substring(0, LONGEST_SHOWN) + "…" : shown;
    }
}
