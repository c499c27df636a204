package io.seiexport.job;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Abandoned;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.failure.Visible;
import io.seiexport.http.ApiCall;
import io.seiexport.http.ServerClock;
import io.seiexport.plan.Export;
import io.seiexport.settings.Horizon;
import org.apache.camel.Exchange;

/** Reads what an answer of the server says of a job; times that it leaves out are those of the clocks. */
public final class JobAnswers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_STAMP = 60;
    /** A status is logged at each poll; anything but a word may be a trick to write other lines into the log. */
    private static final String WORD = "[A-Z_ -]{0,30}";
    private static final String UNREADABLE = "UNREADABLE";

    private final ServerClock serverClock;
    private final InstantSource clock;

    public JobAnswers(ServerClock serverClock, InstantSource clock) {
        this.serverClock = serverClock;
        this.clock = clock;
    }

    /** The answer to the create call; it may lack everything but the id, even for a job that is done. */
    public Job created(Exchange exchange) throws ExportFailed, Abandoned {
        var answer = answer(exchange);
        var id = idIn(exchange);
        if (id.isEmpty()) {
            throw new ExportFailed(Reason.UNREADABLE_ANSWER, "the server accepted the request but sent no exportId");
        }
        if (!Job.isId(id)) {
            throw new ExportFailed(Reason.UNREADABLE_ANSWER, "the server sent an exportId that cannot be printed");
        }
        var job = read(exchange, Job.takenUp(id, serverClock.now().toString()), false);
        return job.saysItIsReused() || job.isOlderThan(asked(exchange)) ? job.asReused() : job;
    }

    /** When the request was first sent, by the clock of the server; of one attempt it is known to the minute. */
    private Instant asked(Exchange exchange) {
        var since = ApiCall.of(exchange).attempts().since();
        var now = serverClock.now();
        return since == null ? now : now.minus(Duration.between(since, clock.instant()));
    }

    /** What is known of a file that a call is just answered with: when that was, and when it was asked for. */
    public Job reported(Exchange exchange) {
        var asked = ApiCall.of(exchange).sentAt();
        var now = clock.instant();
        return Job.ofReport(serverClock.now().minus(Duration.between(asked, now)).truncatedTo(ChronoUnit.MILLIS),
                now.truncatedTo(ChronoUnit.MILLIS));
    }

    /** An answer to the status call, on top of what is known already. */
    public Job polled(Exchange exchange) {
        return read(exchange, Job.of(exchange), Job.of(exchange).reused());
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

    private Job read(Exchange exchange, Job known, boolean reused) {
        var answer = answer(exchange);
        var word = text(answer, "status").toUpperCase(Locale.ROOT);
        var status = word.matches(WORD) ? word : UNREADABLE;
        var completedAt = stamp(answer, "completedAt");
        if (completedAt.isEmpty() && status.equals("COMPLETED")) {
            completedAt = clock.instant().toString();
        }
        var begunAt = stamp(answer, "createdAt");
        return new Job(known.exportId(), reused, status, begunAt.isEmpty() ? known.createdAt() : begunAt, completedAt,
                text(answer, "message"), error(answer), downloadUrl(answer), echo(exchange, known), sizeBytes(answer));
    }

    /** An answer that repeats nothing of the question takes back nothing. */
    private static Echo echo(Exchange exchange, Job known) {
        var answer = answer(exchange);
        var repeats = answer.get("metadata") instanceof Map || answer.get("scope") instanceof Map;
        return !repeats || Export.of(exchange) == null ? known.echo() : Echo.of(Export.of(exchange).request(),
                JSON.valueToTree(answer.get("metadata")), JSON.valueToTree(answer.get("scope")));
    }

    private static long sizeBytes(Map<?, ?> answer) {
        var size = answer.get("download") instanceof Map<?, ?> download ? text(download, "sizeBytes") : "";
        return size.matches("\\d{1,18}") ? Long.parseLong(size) : 0;
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
        if (text.isEmpty()) {
            // Each poll but the last one says when the job was completed: not yet.
            return false;
        }
        try {
            return !Horizon.contains(Instant.parse(text));
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
