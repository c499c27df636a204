package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A domain whose files tell of the day on which they are taken, such as that of the developers. */
class SnapshotTest {
    private static final Instant FRIDAY = Instant.parse("2026-05-15T06:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-05-18T06:00:00Z");

    private final Book book = new Book("1").snapshot();

    @Test
    void it_is_owed_once_on_each_day_that_has_begun() throws Exception {
        assertThat(owed(FRIDAY)).containsExactly("2026-05-15..2026-05-15 new");
        book.deliverAll();

        assertThat(owed(FRIDAY.plusSeconds(3600))).isEmpty();
        assertThat(owed(Instant.parse("2026-05-16T00:00:00Z"))).containsExactly("2026-05-16..2026-05-16 new");
    }

    @Test
    void days_on_which_nobody_asked_are_never_owed() throws Exception {
        owed(FRIDAY);
        book.deliverAll();

        assertThat(owed(MONDAY)).containsExactly("2026-05-18..2026-05-18 new");
        assertThat(book.ids()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {Entry.OWED, Entry.ASKED})
    void a_day_that_failed_until_it_was_over_is_owed_no_more_and_set_aside(String state) throws Exception {
        owed(FRIDAY);
        var friday = book.id("2026-05-15..2026-05-15");
        book.set(friday, "state", state, "reason", "timeout");
        assertThat(owed(FRIDAY.plusSeconds(60))).hasSize(1);

        assertThat(owed(MONDAY)).containsExactly("2026-05-18..2026-05-18 new");
        assertThat(book.entry(friday).dueAt()).isEmpty();
    }

    @Test
    void a_file_that_was_taken_in_time_is_still_owed_to_its_sinks() throws Exception {
        owed(FRIDAY);
        book.set(book.id("2026-05-15..2026-05-15"), "state", Entry.STAGED);

        assertThat(owed(MONDAY)).hasSize(2).anyMatch(debt -> debt.startsWith("2026-05-15"));
    }

    @Test
    void a_new_sink_is_owed_no_day_that_is_over() throws Exception {
        book.sinks(true, "direct:sink-file");
        owed(FRIDAY);
        book.deliverAll();
        book.sinks(true, "direct:sink-file", "direct:sink-s3");

        assertThat(owed(FRIDAY.plusSeconds(60))).containsExactly("2026-05-15..2026-05-15 new sink");
        book.deliverAll();
        book.sinks(true, "direct:sink-file", "direct:sink-s3", "direct:sink-sftp");

        assertThat(owed(MONDAY)).containsExactly("2026-05-18..2026-05-18 new");
        assertThat(book.entry(book.id("2026-05-15..2026-05-15")).delivered()).isTrue();
    }

    @Test
    void of_a_day_that_is_over_nothing_is_said_that_a_new_sink_could_be_owed() throws Exception {
        owed(FRIDAY);
        book.deliverAll();
        book.sinks(true, "direct:sink-file", "direct:sink-s3");
        var friday = book.entry(book.id("2026-05-15..2026-05-15"));
        var reasons = new WindowReasons(SettingsOf.values(Map.of()), List.of());
        var debts = book.debts(PlanRequest.of(MONDAY));

        assertThat(reasons.of(debts, Window.of(friday), Optional.empty(),
                Optional.of(new WindowHistory(friday, List.of()))).sentences())
                .contains("direct:sink-s3 does not have it: its day is over, and nobody can take this snapshot any "
                        + "more.");
    }

    @Test
    void by_hand_only_the_one_of_today_can_be_asked_for_again() throws Exception {
        owed(MONDAY);
        book.deliverAll();
        var days = new PlanRequest(MONDAY, Optional.empty(), Optional.of(LocalDate.parse("2026-05-01")),
                Optional.of(LocalDate.parse("2026-05-31")), true);

        assertThat(book.look(days).owed(true)).map(one -> one.export().window().toString())
                .containsExactly("2026-05-18..2026-05-18");
        assertThat(book.series(MONDAY).again(book.entry(book.id("2026-05-18..2026-05-18")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,    2026-05-15T21:59:59Z, 2026-05-15",
        "Europe/Berlin,    2026-05-15T22:00:00Z, 2026-05-16",
        "America/New_York, 2026-05-15T03:59:59Z, 2026-05-14"})
    void the_day_is_that_of_the_zone(String zone, Instant now, LocalDate day) throws IOException {
        var settings = developers();
        var window = settings.rule().lastClosed(now, ZoneId.of(zone), settings.lag()).orElseThrow();

        assertThat(window).isEqualTo(new Window(day, day));
        assertThat(window.closesAt(ZoneId.of(zone), settings.lag()))
                .isEqualTo(day.atStartOfDay(ZoneId.of(zone)).toInstant());
    }

    @Test
    void its_files_are_named_by_the_day_below_one_scope() throws IOException {
        var settings = developers();
        var day = LocalDate.parse("2026-05-15");
        var export = new Export("developers", List.of(), settings.scopes().get(0), new Window(day, day),
                settings.granularity(), "{}", List.of());

        assertThat(export.name()).isEqualTo("developers/all/snapshot/2026-05-15_2026-05-15");
        assertThat(export).hasToString("developers all 2026-05-15..2026-05-15");
    }

    @Test
    void the_question_travels_in_the_address() throws IOException {
        var report = DeclaredDomain.of("identities").asReport().orElseThrow();

        assertThat(report.pathFor("{}")).isEqualTo("/v2/developers/identities");
        assertThat(report.pathFor("{\"searchValue\":\"Eng & Ops\",\"pageSize\":50,\"emails\":[\"a@b.c\",\"d+e@f.g\"]}"))
                .isEqualTo("/v2/developers/identities?searchValue=Eng%20%26%20Ops&pageSize=50"
                        + "&emails=a%40b.c%2Cd%2Be%40f.g");
        assertThat(Report.in("GET /v2/a?b=c").orElseThrow().pathFor("{\"d\":true}")).isEqualTo("/v2/a?b=c&d=true");
        assertThat(Report.in("POST /v2/a").orElseThrow().pathFor("{\"d\":true}")).isEqualTo("/v2/a");
    }

    @Test
    void it_has_the_settings_of_a_file_and_of_a_clock_and_no_others() throws IOException {
        var domain = DeclaredDomain.of("developers");

        assertThat(new RequestTemplate(domain, SettingsOf.values(Map.of())).keys()).containsExactlyInAnyOrder(
                "export.developers.enabled", "export.developers.auth", "export.developers.projects",
                "export.developers.cron", "export.developers.sinks",
                "export.developers.expect-columns", "export.developers.transform",
                "export.developers.transform-format", "export.developers.columns.keep",
                "export.developers.columns.drop", "export.developers.columns.rename",
                "export.developers.columns.hash");
    }

    @Test
    void a_snapshot_is_the_answer_to_one_call() {
        var domain = DeclaredDomain.asking("people", "{}");
        domain.setPaths("people");
        assertThat(domain.isWhole()).isTrue();

        domain.setSnapshot(true);
        assertThat(domain.isWhole()).isFalse();
    }

    private static DomainSettings developers() throws IOException {
        return DomainSettings.read(DeclaredDomain.of("developers"), SettingsOf.values(Map.of(
                "export.developers.sinks", "direct:sink-file", "export.developers.transform-format", "csv")));
    }

    private List<String> owed(Instant now) throws JsonProcessingException {
        return book.tick(now).owed(true).stream().map(one -> one.export().window() + " " + one.reason()).toList();
    }
}
