package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.seiexport.failure.Visible;
import io.seiexport.settings.Horizon;
import org.apache.camel.Exchange;

/**
 * An export job as the server last described it. The API's documents disagree on nearly every field, so all but the
 * id may be absent, letter case means nothing, and an unknown status word is neither success nor failure.
 *
 * @param echo      what it repeats of the question otherwise than it was asked
 * @param sizeBytes the size of its file as the server states it; 0 if it states none
 */
public record Job(String exportId, boolean reused, String status, String createdAt, String completedAt, String message,
        String error, String downloadUrl, Echo echo, long sizeBytes) {
    /** The clocks of two machines are never quite the same. */
    private static final Duration MAY_BE_NEW = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 300;
    private static final String PRINTABLE = ".{1,200}";
    /** Letters beyond the usual ones are two of Java's each, and so the ledger counts them, too. */
    private static final int LONGEST_ID = 300;
    private static final Set<String> UNDER_WAY = Set.of("", "QUEUED", "PROCESSING");
    private static final Set<String> FAILED = Set.of("FAILED", "CANCELLED", "CANCELED");

    /** One of which nothing can be held against the question or the file. */
    public Job(String exportId, boolean reused, String status, String createdAt, String completedAt, String message,
            String error, String downloadUrl) {
        this(exportId, reused, status, createdAt, completedAt, message, error, downloadUrl, Echo.NONE, 0);
    }

    /** The one that the exchange carries; null before there is one. */
    public static Job of(Exchange exchange) {
        return exchange.getVariable("job", Job.class);
    }

    /** Whether the exchange carries one that the server has named, and not only the times of a report. */
    public static boolean isNamed(Exchange exchange) {
        return of(exchange) != null && !of(exchange).exportId.isEmpty();
    }

    /** What a log line names it by. */
    public String shown() {
        return exportId.isEmpty() ? "as a report" : "export id " + exportId;
    }

    /** An id goes into addresses, files and tables, where it must be what it looks like. */
    static boolean isId(String text) {
        return text.length() <= LONGEST_ID && text.matches(PRINTABLE) && Visible.isAll(text);
    }

    /** One that an earlier try has left at the server, which says more when it is polled. */
    static Job takenUp(String exportId, String createdAt) {
        return new Job(exportId, true, "", createdAt, "", "", "", "");
    }

    /** What stands in place of a job where a call was answered by the file itself. */
    static Job ofReport(Instant asked, Instant answered) {
        return new Job("", false, "COMPLETED", asked.toString(), answered.toString(), "", "", "");
    }

    Job asReused() {
        return new Job(exportId, true, status, createdAt, completedAt, message, error, downloadUrl, echo, sizeBytes);
    }

    /** Whether the answer to the request calls it one that was there; which code says so is not known for all. */
    boolean saysItIsReused() {
        var says = message.toLowerCase(Locale.ROOT);
        return says.contains("existing") || says.contains("duplicate");
    }

    /** Whether it was there before it was asked for. */
    boolean isOlderThan(Instant asked) {
        return begun().filter(begun -> begun.isBefore(asked.minus(MAY_BE_NEW))).isPresent();
    }

    /** The same for those who have no need to download its file: the address of that may be signed. */
    Job withoutAddress() {
        return new Job(exportId, reused, status, createdAt, completedAt, message, error, "", echo, sizeBytes);
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

    /** How long the server says that it took; empty if it does not say both times, or says that it took none. */
    Optional<Duration> took() {
        return begun().flatMap(begin -> moment(completedAt).map(end -> Duration.between(begin, end)))
                .filter(took -> !took.isNegative() && !took.isZero());
    }

    static Optional<Instant> moment(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text)).filter(Horizon::contains);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public boolean waiting() {
        return !completed() && !failed();
    }

    /** Whether the server worked on it before it was requested; one that was just created may be called reused, too. */
    boolean begunBefore(Instant asked) {
        return reused && (begun().isEmpty() || isOlderThan(asked));
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
}
