package io.seiexport.sandbox;

import java.util.Locale;
import java.util.stream.Stream;

/** The five kinds of export, with the traits in which their answers differ, and the legacy report, which has no job. */
enum Domain {
    BA("ba"),
    SPRINT("sprint"),
    PRODUCTIVITY("productivity"),
    EFFICIENCY("efficiency"),
    TICKET_DATA("ticket-data"),
    REPORT("report");

    private final String title;

    Domain(String title) {
        this.title = title;
    }

    static Domain named(String title) {
        return Stream.of(values()).filter(domain -> domain.title.equals(title)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no export domain '" + title + "'"));
    }

    String title() {
        return title;
    }

    /** Sprint and productivity come from an older part of the API: lower case, a download object, a list. */
    boolean older() {
        return this == SPRINT || this == PRODUCTIVITY;
    }

    /** The API's documents show the error of a failed job both as a text and as an object. */
    boolean errorIsObject() {
        return this == SPRINT || this == EFFICIENCY;
    }

    /** A status word or an export id in this domain's letter case. */
    String spell(String word) {
        return older() ? word.toLowerCase(Locale.ROOT) : word.toUpperCase(Locale.ROOT);
    }
}
