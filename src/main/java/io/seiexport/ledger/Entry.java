package io.seiexport.ledger;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.seiexport.failure.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the ledger knows of one window: its row of sei_window, and those of sei_delivery that belong to it. */
public record Entry(Map<String, Object> row, List<Map<String, Object>> deliveries) {
    /** What came of asking for it. */
    public static final String OWED = "owed";
    public static final String ASKED = "asked";
    public static final String CREATED = "created";
    public static final String STAGED = "staged";
    public static final String DELIVERED = "delivered";
    public static final String GIVEN_UP = "failed";

    /** Why it is owed, if a person has asked for it: then the sinks get the file in any case. */
    public static final String BY_HAND = "backfill";
    /** Why it is owed although it is delivered: the server still corrects it. */
    public static final String SETTLE = "settle";
    /** Why it is owed although others have got it. */
    public static final String NEW_SINK = "new sink";

    /** The order of claims: what fails, or is only exported again, delays nothing else. */
    public static final Comparator<Entry> IN_TURN = Comparator.comparing((Entry entry) -> entry.flag("settles"))
            .thenComparing(entry -> entry.failures() + entry.postponed()).thenComparing(Entry::start)
            .thenComparing(Entry::id);

    private static final Set<String> UNDER_WAY = Set.of(ASKED, CREATED, STAGED);

    /** Without its deliveries. */
    public static Entry of(Map<String, Object> row) {
        return new Entry(row, List.of());
    }

    public static List<Entry> all(List<Map<String, Object>> rows) {
        return rows.stream().map(Entry::of).toList();
    }

    /** What a route has read; none if it has read nothing. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> rows(Object read) {
        return read instanceof List<?> rows ? (List<Map<String, Object>>) rows : List.of();
    }

    /** Its row without what is empty there: thousands of them may wait for their turn. */
    public Map<String, Object> shortRow() {
        var known = new HashMap<String, Object>();
        row.forEach((column, value) -> {
            if (value != null) {
                known.put(column, value);
            }
        });
        return known;
    }

    public String id() {
        return text("id");
    }

    public String series() {
        return text("series");
    }

    public String domain() {
        return text("domain");
    }

    public String scope() {
        return text("scope");
    }

    public String granularity() {
        return text("granularity");
    }

    public LocalDate start() {
        return day("window_start");
    }

    public LocalDate end() {
        return day("window_end");
    }

    public String state() {
        return text("state");
    }

    public String why() {
        return text("why");
    }

    public boolean byHand() {
        return why().equals(BY_HAND);
    }

    public Optional<Instant> dueAt() {
        return moment("due_at");
    }

    /** When it last became owed. */
    public Instant owedAt() {
        return moment("owed_at").orElse(Instant.EPOCH);
    }

    /** Counts who has worked on it: a lease with an older number is lost. */
    public long leaseNo() {
        return number("lease_no");
    }

    public Optional<Instant> leaseUntil() {
        return moment("lease_until");
    }

    public String leaseNode() {
        return text("lease_node");
    }

    /** Whether it was claimed to try what was held back: the server, or the disk of this node. */
    public boolean probe() {
        return flag("probe");
    }

    public String request() {
        return text("request");
    }

    public String exportId() {
        return text("export_id");
    }

    public String createdAt() {
        return text("created_at");
    }

    /** The proven file that waits for its sinks, as JSON; empty if there is none. */
    public String staged() {
        return text("staged");
    }

    /** Of the file that was delivered last; empty if none was. */
    public String sha256() {
        return text("sha256");
    }

    public long rows() {
        return number("row_count");
    }

    /** How many rows that file had as the server sent it, before any transform. */
    public long sourceRows() {
        return row.get("source_rows") == null ? rows() : number("source_rows");
    }

    public Optional<Instant> askedAt() {
        return moment("asked_at");
    }

    public Optional<Instant> deliveredAt() {
        return moment("delivered_at");
    }

    /** When what the server has was last compared with what was delivered. */
    public Optional<Instant> checkedAt() {
        return moment("checked_at");
    }

    public int failures() {
        return (int) number("failures");
    }

    public int postponed() {
        return (int) number("postponed");
    }

    public String reason() {
        return text("reason");
    }

    public String sentence() {
        return text("sentence");
    }

    /** Whether it was begun and is not yet at its end. */
    public boolean underWay() {
        return UNDER_WAY.contains(state());
    }

    /** Whether this very request has brought it to this state. */
    public boolean begun(String state, String request) {
        return state().equals(state) && request().equals(request);
    }

    /** Whether it has not failed, but its program has ended before it. */
    public boolean interrupted() {
        return Set.of("", Reason.STOPPED.word()).contains(reason());
    }

    public boolean delivered() {
        return state().equals(DELIVERED);
    }

    /** Whether it failed so often that only a person puts it back. */
    public boolean givenUp() {
        return state().equals(GIVEN_UP);
    }

    /** The sinks that have got the content which the window was delivered with last, and not an earlier one. */
    public Set<String> sinks() {
        return holders(sha256());
    }

    /** The sinks that have got this content. */
    public Set<String> holders(String content) {
        return deliveries.stream().filter(delivery -> content.equals(delivery.get("sha256")))
                .map(delivery -> delivery.get("sink").toString()).collect(toUnmodifiableSet());
    }

    /** The sinks that have got this content since the window last became owed. */
    public Set<String> served(String content) {
        return deliveries.stream().filter(delivery -> content.equals(delivery.get("sha256")))
                .filter(delivery -> !of(delivery).moment("delivered_at").orElse(Instant.EPOCH).isBefore(owedAt()))
                .map(delivery -> delivery.get("sink").toString()).collect(toUnmodifiableSet());
    }

    /** A text of the row; empty where there is none. */
    public String text(String column) {
        var value = row.get(column);
        return value == null ? "" : value.toString();
    }

    /** A number of the row; 0 where there is none. */
    public long number(String column) {
        return row.get(column) instanceof Number number ? number.longValue() : 0;
    }

    /** A yes or no of the row, for which SQLite has numbers. */
    public boolean flag(String column) {
        return Boolean.TRUE.equals(row.get(column)) || number(column) != 0;
    }

    /** LocalDate.parse takes several times as long, and a command reads those of hundreds of thousands of rows. */
    private LocalDate day(String column) {
        var day = text(column);
        return LocalDate.of(Integer.parseInt(day, 0, 4, 10), Integer.parseInt(day, 5, 7, 10),
                Integer.parseInt(day, 8, 10, 10));
    }

    Optional<Instant> moment(String column) {
        return row.get(column) instanceof Number millis && millis.longValue() > 0
                ? Optional.of(Instant.ofEpochMilli(millis.longValue())) : Optional.empty();
    }
}
