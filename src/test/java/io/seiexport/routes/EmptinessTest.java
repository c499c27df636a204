package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.PlanRequest;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;

/** What becomes of a file without rows where one with rows was delivered before. */
class EmptinessTest extends RouteTest {
    private static final String LANDED = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final String ROWS = "team,hours\nPlatform,1\nPayments,2\n";
    private static final String NONE = "team,hours\n";

    @Test
    void in_a_settle_run_it_leaves_the_one_with_rows_and_the_export_fails() throws Exception {
        delivered("fail", ROWS);
        server(NONE);

        tick("ba", NOW);

        assertThat(ends.await().reasons()).containsExactly("new", "settle");
        assertThat(ends.failed().values()).containsExactly(new Failure(Reason.EMPTY_REPLACES, "the file has no rows, "
                + "and the one delivered before has 2, which is kept. Set empty-replaces=warn to replace it"));
        assertThat(data().resolve(LANDED + ".csv")).hasContent(ROWS);
        assertThat(data().resolve(LANDED + ".manifest.json")).exists();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void one_with_rows_that_an_earlier_version_has_delivered_is_left_too() throws Exception {
        delivered("fail", ROWS);
        changeLedger("update sei_window set source_rows = null");
        server(NONE);

        tick("ba", NOW);

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.EMPTY_REPLACES);
        assertThat(data().resolve(LANDED + ".csv")).hasContent(ROWS);
    }

    @Test
    void it_fails_again_until_the_server_has_rows() throws Exception {
        delivered("fail", ROWS);
        server(NONE);
        server(NONE);
        server("team,hours\nPlatform,9\n");

        for (var i = 0; i < 3; i++) {
            tick("ba", NOW);
            ends.await();
        }

        assertThat(ends.reasons()).containsExactly("new", "settle", "failed: empty-replaces", "failed: empty-replaces");
        assertThat(data().resolve(LANDED + ".csv")).hasContent("team,hours\nPlatform,9\n");
    }

    @Test
    void a_person_who_asks_for_it_by_force_has_to_set_it_too() throws Exception {
        delivered("fail", ROWS);
        server(NONE);

        ring("ba", new PlanRequest(NOW, Optional.empty(), Optional.of(LocalDate.parse("2026-04-01")),
                Optional.of(LocalDate.parse("2026-04-30")), true));

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.EMPTY_REPLACES);
        assertThat(data().resolve(LANDED + ".csv")).hasContent(ROWS);
    }

    @Test
    void it_replaces_the_one_with_rows_with_a_warning_where_that_is_wanted() throws Exception {
        delivered("warn", ROWS);
        server(NONE);

        try (var said = LogLines.of("io.seiexport.delivery.Emptiness")) {
            tick("ba", NOW);

            assertThat(ends.await().failed()).isEmpty();
            assertThat(said.lines()).filteredOn(line -> line.contains(" ba team:1 ")).containsExactly("WARN ba team:1 2026-04-01..2026-04-30: the file has no rows, and "
                    + "the one delivered before has 2; it is replaced");
        }
        assertThat(data().resolve(LANDED + ".csv")).hasContent(NONE);
    }

    @Test
    void one_without_rows_may_take_the_place_of_another() throws Exception {
        delivered("fail", NONE);
        server("team,cost\n");

        tick("ba", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(data().resolve(LANDED + ".csv")).hasContent("team,cost\n");
    }

    @Test
    void one_that_waits_for_its_sink_from_before_the_setting_is_asked_for_again() throws Exception {
        var down = folder.resolve("down");
        var settings = settings("warn");
        settings.put("export.ba.sinks", "file:" + down);
        start(settings);
        server(ROWS);
        tick("ba", NOW);
        ends.await();
        var aside = Files.move(down, folder.resolve("aside"));
        Files.writeString(down, "a file where a folder should be");
        server(NONE);
        tick("ba", NOW);
        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.SINK);
        Files.delete(down);
        Files.move(aside, down);

        settings.put("empty-replaces", "fail");
        startAgain(settings);
        server("team,hours\nPlatform,9\n");
        tick("ba", NOW);

        ends.await();
        assertThat(down.resolve(LANDED + ".csv")).hasContent("team,hours\nPlatform,9\n");
    }

    private void delivered(String setting, String csv) throws Exception {
        start(settings(setting));
        server(csv);
        tick("ba", NOW);
        assertThat(ends.await().delivered()).hasSize(1);
    }

    private void server(String csv) {
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
    }

    private static Map<String, String> settings(String setting) {
        return new HashMap<>(Map.of("export.ba.scopes", "team:1", "export.ba.settle", "1", "empty-replaces", setting));
    }
}
