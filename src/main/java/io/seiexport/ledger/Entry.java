package io.seiexport.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledger knows of one window: a row of sei_window and the sinks that have got it.
 *
 * @param rows of the file that was delivered last; 0 if none was
 */
public record Entry(String id, String domain, String scope, LocalDate start, LocalDate end, String origin, String state,
        String request, String exportId, String createdAt, String sha256, long rows, Optional<Instant> askedAt,
        Optional<Instant> deliveredAt, int failures, String reason, String sentence, Set<String> sinks) {
    /** The origin of a window that may begin its series; the others are older ones that were asked for by hand. */
    static final String OWED = "owed";

    /** What came of asking for it. */
    public static final String ASKED = "asked";
    public static final String CREATED = "created";
    public static final String STAGED = "staged";
    public static final String DELIVERED = "delivered";
    public static final String GIVEN_UP = "failed";

    static Entry of(Map<String, ?> row, Set<String> sinks) {
        return new Entry(text(row, "id"), text(row, "domain"), text(row, "scope"), date(row, "window_start"),
                date(row, "window_end"), text(row, "origin"), text(row, "state"), text(row, "request"),
                text(row, "export_id"), text(row, "created_at"), text(row, "sha256"), number(row, "row_count"),
                moment(row, "asked_at"), moment(row, "delivered_at"), ((Number) row.get("failures")).intValue(), text(row, "reason"),
                text(row, "sentence"), sinks);
    }

    /** Where its files land, together with those of the other windows of its series. */
    String folder() {
        return id.substring(0, id.lastIndexOf('/'));
    }

    /** The same, as if nothing of it were under way. */
    public Entry anew() {
        return new Entry(id, domain, scope, start, end, origin, OWED, request, "", "", sha256, rows, askedAt, deliveredAt,
                failures, reason, sentence, sinks);
    }

    /** Whether it was begun and is not yet at its end. */
    public boolean underWay() {
        return Set.of(ASKED, CREATED, STAGED).contains(state);
    }

    /** Whether it has not failed, but its program has ended before it. */
    public boolean interrupted() {
        return Set.of("", "stopped").contains(reason);
    }

    public boolean delivered() {
        return state.equals(DELIVERED);
    }

    /** Whether it failed so often that only a person puts it back. */
    public boolean givenUp() {
        return state.equals(GIVEN_UP);
    }

    /** Whether it counts for the beginning of its series. */
    public boolean ofTheSeries() {
        return origin.equals(OWED);
    }

    /** How long it took, if it was brought home and nobody has asked for it again since. */
    public Optional<Duration> took() {
        return askedAt.flatMap(asked -> deliveredAt.filter(asked::isBefore).map(done -> Duration.between(asked, done)));
    }

    private static String text(Map<String, ?> row, String column) {
        var value = row.get(column);
        return value == null ? "" : value.toString();
    }

    private static long number(Map<String, ?> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : 0;
    }

    private static LocalDate date(Map<String, ?> row, String column) {
        return LocalDate.parse(row.get(column).toString());
    }

    /** H2 and PostgreSQL hand out different types for the same column. */
    static Optional<Instant> moment(Map<String, ?> row, String column) {
        var value = row.get(column);
        return Optional.ofNullable(value instanceof OffsetDateTime time ? time.toInstant()
                : value instanceof Date date ? date.toInstant() : null);
    }
}
