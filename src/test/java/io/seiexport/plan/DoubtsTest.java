package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubtsTest {
    /** February 2027 consists of four whole weeks. */
    private static final LocalDate TODAY = LocalDate.parse("2027-03-10");

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ticket-data.scopes", "team:1",
            "export.ticket-data.sinks", "direct:sink-file", "export.ticket-data.closing-lag", "P1D",
            "export.ticket-data.settle", "0", "export.ticket-data.transform-format", "csv",
            "export.ticket-data.granularity", "daily", "export.ticket-data.window", "month"));

    @ParameterizedTest
    @CsvSource({
        "daily,     day", "daily,     month", "daily,     trailing:90d",
        "Weekly,    week", "weekly,    fixed:2026-01-05..2026-02-08",
        "MONTHLY,   month", "monthly,   quarter", "monthly,   fixed:2020-01-01..2020-03-31",
        "quarterly, quarter", "quarterly, fixed:2026-04-01..2026-09-30",
        "sprint,    month"})
    void windows_of_whole_intervals_are_fine(String granularity, String window) throws IOException {
        set("granularity", granularity);
        set("window", window);

        assertThat(doubts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "weekly,    month,                          'week, Monday to Sunday', week",
        "WEEKLY,    day,                            'week, Monday to Sunday', week",
        "weekly,    trailing:14d,                   'week, Monday to Sunday', week",
        "weekly,    fixed:2026-01-05..2026-02-09,   'week, Monday to Sunday', week",
        "weekly,    fixed:2020-01-01..2020-01-31,   'week, Monday to Sunday', week",
        "monthly,   week,                           month,                    month",
        "monthly,   trailing:90d,                   month,                    month",
        "quarterly, month,                          quarter,                  quarter"})
    void an_interval_that_a_window_cuts_is_doubted_with_the_settings_to_change(String granularity, String window,
            String interval, String fitting) throws IOException {
        set("granularity", granularity);
        set("window", window);

        assertThat(doubts()).containsExactly(new Doubt(
                "export.ticket-data.granularity = " + granularity.toLowerCase(), "a row covers a whole " + interval
                + ", and the windows of export.ticket-data.window do not begin and end with one: the first and the last "
                + "row of a file may cover a part only; set export.ticket-data.window=" + fitting
                + ", or another granularity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team:1", "team:1,team:2", "tree:A,tree:B/team:1", "tree:A,team:1", "tree:A,tree:AB",
        "tree:A/team:1,tree:B/team:2", "tree:A/team:1,tree:A/team:2"})
    void scopes_of_which_none_is_known_to_be_in_another_are_fine(String scopes) throws IOException {
        set("scopes", scopes);

        assertThat(doubts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tree:A,tree:A/team:1                 | tree:A | tree:A/team:1",
        "tree:A/manager:jane,tree:B,tree:A    | tree:A | tree:A/manager:jane",
        "team:1,tree:A/team:1                 | team:1 | tree:A/team:1",
        "tree:A,tree:A/team:1,tree:A/team:2,tree:A/team:3,tree:A/team:4,tree:A/team:5 | tree:A | "
                + "tree:A/team:1, tree:A/team:2, tree:A/team:3 and 2 more"})
    void a_scope_beside_one_that_holds_it_is_doubted(String scopes, String parent, String inside) throws IOException {
        set("scopes", scopes);

        assertThat(doubts()).containsExactly(new Doubt("export.ticket-data.scopes", "the file of " + parent
                + " also has the rows of " + inside + ": whoever adds the files up counts them twice; list either the "
                + "one or the other"));
    }

    private void set(String name, String value) {
        settings.put("export.ticket-data." + name, value);
    }

    private List<Doubt> doubts() throws IOException {
        return new Doubts(DomainSettings.read(DeclaredDomain.of("ticket-data"), SettingsOf.values(settings)))
                .all(TODAY);
    }
}
