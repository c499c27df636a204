package io.seiexport.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.seiexport.settings.Horizon;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the time at the server, by the Date of its answers: what is over by our own clock may not be over there. */
public final class ServerClock {
    private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);

    /** Clocks are never quite the same. */
    private static final Duration MUCH = Duration.ofMinutes(1);
    /** Of an answer that took longer nobody knows when it was dated. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
    /** A clock may be set, and a machine may sleep. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
    /** A Date has whole seconds. */
    private static final Duration HALF_SECOND = Duration.ofMillis(500);
    /** The API is not as old as that, so no answer of it is. */
    private static final Instant OLDEST = Instant.parse("2020-01-01T00:00:00Z");
    /** Several servers may stand behind one address, each with a clock of its own. */
    private static final int ANSWERS_UNTIL_OVER = 5;

    private final BaseUrl base;
    private final InstantSource clock;
    private volatile Reading last;
    private volatile Stamp stamp = new Stamp("", Optional.empty());
    private boolean apart;
    private int alike;

    /** Both clocks, read in the middle of a call, and by how much that of the server may be misread. */
    private record Reading(Instant server, Instant own, long nanos, Duration doubt) {

        static Reading of(Instant date, Instant now, Duration took) {
            var half = took.dividedBy(2);
            return new Reading(date.plus(HALF_SECOND), now.minus(half), System.nanoTime() - half.toNanos(),
                    HALF_SECOND.plus(half));
        }

        Duration ahead() {
            return Duration.between(own, server);
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }

        boolean isFresh(Instant now) {
            return age().compareTo(KNOWN_FOR) < 0 && Duration.between(own, now).abs().compareTo(KNOWN_FOR) < 0;
        }
    }

    /** A Date and what it says: many answers of one second have the same. */
    private record Stamp(String text, Optional<Instant> moment) {

        static Stamp of(String text) {
            try {
                return new Stamp(text, Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()).filter(date -> Horizon.contains(date) && date.isAfter(OLDEST)));
            } catch (DateTimeParseException e) {
                return new Stamp(text, Optional.empty());
            }
        }
    }

    /** What the server's clock shows, and what it shows at most, since a call takes its time. */
    public record Shown(Instant now, Instant latest) {
    }

    public ServerClock(BaseUrl base, InstantSource clock) {
        this.base = base;
        this.clock = clock;
    }

    /** Reads the Date of an answer to a call that went to a server and took so long. */
    void heed(URI server, HttpMessage answer, Duration took) {
        if (took.compareTo(LONGEST_CALL) <= 0 && base.hosts(server)) {
            date(answer).ifPresent(date -> keep(Reading.of(date, clock.instant(), took)));
        }
    }

    /** Empty where there is none, or none that can be, or where a cache has kept it. */
    private Optional<Instant> date(HttpMessage answer) {
        var dates = answer.getHeaders(HttpHeaders.DATE);
        if (dates.length != 1 || answer.containsHeader(HttpHeaders.AGE)) {
            return Optional.empty();
        }
        var said = dates[0].getValue();
        var read = stamp;
        if (!read.text.equals(said)) {
            read = Stamp.of(said);
            stamp = read;
        }
        return read.moment;
    }

    private synchronized void keep(Reading reading) {
        last = reading;
        var isApart = reading.ahead().abs().minus(reading.doubt()).compareTo(MUCH) > 0;
        alike = isApart ? 0 : alike + 1;
        if (isApart && !apart) {
            apart = true;
            LOG.warn("{}", bothClocks(reading));
        } else if (apart && alike >= ANSWERS_UNTIL_OVER) {
            apart = false;
            LOG.warn("the clock of {} and that of this machine agree again", base.authority());
        }
    }

    /** A sentence about both clocks where they are more than a minute apart. */
    public Optional<String> difference() {
        return Optional.ofNullable(last)
                .filter(reading -> reading.ahead().abs().minus(reading.doubt()).compareTo(MUCH) > 0)
                .map(this::bothClocks);
    }

    private String bothClocks(Reading reading) {
        return "the clock of " + base.authority() + " shows " + seconds(reading.server()) + " and that of this machine "
                + seconds(reading.own()) + ": set the one that is wrong; a window is closed only when both clocks say "
                + "so";
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The time at the server, where its clock is known to differ from ours, else our own. */
    public Instant now() {
        var reading = last;
        var own = clock.instant();
        return reading != null && reading.isFresh(own) && reading.ahead().abs().compareTo(reading.doubt()) > 0
                ? reading.server().plus(reading.age()) : own;
    }

    /** The time that the server shows now, and the latest that it may have; empty where nobody knows it. */
    public Optional<Shown> shown() {
        var reading = last;
        return reading == null || !reading.isFresh(clock.instant()) ? Optional.empty()
                : Optional.of(new Shown(reading.server().plus(reading.age()),
                        reading.server().plus(reading.age()).plus(reading.doubt())));
    }
}
