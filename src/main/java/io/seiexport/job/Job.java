package io.seiexport.job;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.failure.Visible;
import io.seiexport.http.ServerClock;
import io.seiexport.settings.Horizon;
import org.apache.camel.Exchange;

/**
 * An export job as the server last described it. The API's documents disagree on nearly every field, so all but the
 * id may be absent, letter case means nothing, and an unknown status word is neither success nor failure.
 */
public record Job(String exportId, boolean reused, String status, String createdAt, String completedAt, String message,
        String error, String downloadUrl) {
    /** The clocks of two machines are never quite the same. */
    private static final Duration MAY_BE_NEW = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 300;
    private static final String PRINTABLE = ".{1,200}";
    /** Letters beyond the usual ones are two of Java's each, and so the ledger counts them, too. */
    private static final int LONGEST_ID = 300;
    private static final int LONGEST_STAMP = 60;
    /** A status is logged at each poll; anything but a word may be a trick to write other lines into the log. */
    private static final String WORD = "[A-Z_ -]{0,30}";
    private static final String UNREADABLE = "UNREADABLE";
    private static final Set<String> UNDER_WAY = Set.of("", "QUEUED", "PROCESSING");
    private static final Set<String> FAILED = Set.of("FAILED", "CANCELLED", "CANCELED");

    /** Reads the answer to the create call; it may lack everything but the id, even for a job that is done. */
    public static Job created(Exchange exchange) throws ExportFailed, Abandoned {
        var answer = answer(exchange);
        var id = idIn(exchange);
        if (id.isEmpty()) {
            throw new ExportFailed(Reason.UNREADABLE_ANSWER, "the server accepted the request but sent no exportId");
        }
        if (!isId(id)) {
            throw new ExportFailed(Reason.UNREADABLE_ANSWER, "the server sent an exportId that cannot be printed");
        }
        var message = text(answer, "message");
        var says = message.toLowerCase(Locale.ROOT);
        var reused = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class) == 200
                || says.contains("existing") || says.contains("duplicate");
        return read(answer, id, reused, now(exchange).toString());
    }

    /** By the clock of the server, where it shows one. */
    private static Instant now(Exchange exchange) {
        var clock = exchange.getContext().getRegistry().findSingleByType(ServerClock.class);
        return clock == null ? Instant.now() : clock.now();
    }

    /** The id that an answer names; empty if it names none. Other numbers than whole ones have many spellings. */
    static String idIn(Exchange exchange) throws Abandoned {
        if (answer(exchange).get("exportId") instanceof Number number && !isWhole(number)) {
            throw new Abandoned(Reason.UNREADABLE_ANSWER,
                    "the server sent an exportId that is neither a string nor a whole number");
        }
        return text(answer(exchange), "exportId");
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof BigInteger;
    }

    /** An id goes into addresses, files and tables, where it must be what it looks like. */
    static boolean isId(String text) {
        return text.length() <= LONGEST_ID && text.matches(PRINTABLE) && Visible.isAll(text);
    }

    /** One that an earlier try has left at the server, which says more when it is polled. */
    static Job takenUp(String exportId, String createdAt) {
        return new Job(exportId, true, "", createdAt, "", "", "", "");
    }

    /** Reads an answer to the status call on top of what is known already. */
    public static Job polled(Exchange exchange) {
        var known = exchange.getVariable("job", Job.class);
        return read(answer(exchange), known.exportId, known.reused, known.createdAt);
    }

    private static Job read(Map<?, ?> answer, String id, boolean reused, String createdAt) {
        var word = text(answer, "status").toUpperCase(Locale.ROOT);
        var status = word.matches(WORD) ? word : UNREADABLE;
        var completedAt = stamp(answer, "completedAt");
        if (completedAt.isEmpty() && status.equals("COMPLETED")) {
            completedAt = Instant.now().toString();
        }
        var begunAt = stamp(answer, "createdAt");
        return new Job(id, reused, status, begunAt.isEmpty() ? createdAt : begunAt, completedAt,
                text(answer, "message"), error(answer), downloadUrl(answer));
    }

    public boolean completed() {
        return status.equals("COMPLETED");
    }

    public boolean failed() {
        return isFailure(status);
    }

    static boolean isFailure(String status) {
        return FAILED.contains(status.toUpperCase(Locale.ROOT));
    }

    /** When the server says that it was created; empty if that cannot be read. */
    public Optional<Instant> begun() {
        return moment(createdAt);
    }

    static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(Horizon::holds);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public boolean waiting() {
        return !completed() && !failed();
    }

    /**
     * Whether the server worked on it before it was requested. Its own flag for that is not reliable: for some
     * domains nobody knows which code answers a new job.
     */
    boolean begunBefore(Instant asked) {
        return reused && begun().map(begun -> begun.isBefore(asked.minus(MAY_BE_NEW))).orElse(true);
    }

    /** Neither a state the documents name nor none at all: worth a warning while the polling goes on. */
    public boolean unknown() {
        return waiting() && !UNDER_WAY.contains(status);
    }

    /** The server's own reason for a failure, on one line and not without end. */
    String reason() {
        var said = (error.isEmpty() ? message : error).replaceAll("[\\s\\p{Cntrl}]+", " ");
        if (said.length() > LONGEST_REASON) {
            return said.substring(0, LONGEST_REASON) + "…";
        }
        return said.isEmpty() ? "the server gave no reason" : said;
    }

    private static Map<?, ?> answer(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> answer, String field) {
        var value = answer.get(field);
        return value instanceof String || value instanceof Number ? value.toString().strip() : "";
    }

    /** As the server spells it, unless that is far from any moment. */
    private static String stamp(Map<?, ?> answer, String field) {
        var text = text(answer, field);
        return text.length() <= LONGEST_STAMP && Visible.isAll(text) && !isFarAway(text) ? text : "";
    }

    private static boolean isFarAway(String text) {
        try {
            return !Horizon.holds(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String error(Map<?, ?> answer) {
        if (answer.get("error") instanceof Map<?, ?> error) {
            return (text(error, "message") + " " + text(error, "code")).strip();
        }
        return text(answer, "error");
    }

    private static String downloadUrl(Map<?, ?> answer) {
        var url = answer.get("download") instanceof Map<?, ?> download ? text(download, "url") : "";
        return url.isEmpty() ? text(answer, "downloadUrl") : url;
    }
}
