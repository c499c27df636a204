package io.seiexport.ledger;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The days whose windows were entered as owed, both included; none of them is entered a second time. */
public record Coverage(LocalDate from, LocalDate to) {

    /** As the row of sei_series says; none of a series of which only a person has asked for days. */
    public static Optional<Coverage> of(List<Map<String, Object>> series) {
        return series.stream().findFirst().filter(row -> row.get("covered_to") != null)
                .map(row -> new Coverage(day(row, "covered_from"), day(row, "covered_to")));
    }

    private static LocalDate day(Map<String, Object> row, String column) {
        return LocalDate.parse(row.get(column).toString());
    }
}
