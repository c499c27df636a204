package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.LIST;
import static io.seiexport.sandbox.Call.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.cli.Parts;
import io.seiexport.plan.Export;
import io.seiexport.plan.Series;
import io.seiexport.sandbox.Fault;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Settings;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is owed, going by what was delivered before. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class LedgerTest extends RouteTest {
    private static final String APRIL = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final Map<String, String> ONE = Map.of("export.ba.scopes", "team:1");

    @Test
    void a_window_that_is_delivered_is_never_asked_for_again() throws Exception {
        start(with(ONE));

        tick("ba", NOW);
        ends.await();
        tick("ba", NOW);
        tick("ba", NOW.plusSeconds(86_400));

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(ends.queued()).hasSize(1);
        assertThat(ends.reasons()).containsExactly("new");
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void a_series_of_which_all_is_delivered_is_left_out_of_a_tick_and_one_with_something_open_is_not()
            throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1,team:2")));
        sandbox().faults().next(CREATE, Fault.answer(400, "{}").forTeam("2"));
        tick("ba", NOW);
        ends.await();
        AdviceWith.adviceWith(context(), "export-plan",
                advice -> advice.weaveById("find-dues-of-series").before().to("mock:looked"));

        tick("ba", NOW);

        assertThat(context().getEndpoint("mock:looked", MockEndpoint.class).getExchanges())
                .map(looked -> looked.getMessage().getBody(Series.class).name()).containsExactly("ba/team-2/weekly");
    }

    @Test
    void after_downtime_the_next_tick_catches_up_oldest_first() throws Exception {
        start(with(ONE));
        tick("ba", Instant.parse("2026-01-15T12:00:00Z"));
        ends.await();

        tick("ba", NOW);

        ends.await();
        assertThat(ends.queued()).map(export -> export.window().start().toString())
                .containsExactly("2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01");
        assertThat(ends.reasons()).containsExactly("new", "missed", "missed", "missed", "new");
        assertThat(ends.delivered()).hasSize(5);
    }

    @Test
    void windows_are_owed_since_the_day_that_is_set() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1,team:2", "export.ba.since", "2026-03-15")));

        tick("ba", NOW);

        ends.await();
        assertThat(ends.queued()).map(Export::name).containsExactlyInAnyOrder("ba/team-1/weekly/2026-03-01_2026-03-31",
                "ba/team-2/weekly/2026-03-01_2026-03-31", "ba/team-1/weekly/2026-04-01_2026-04-30",
                "ba/team-2/weekly/2026-04-01_2026-04-30");
    }

    @Test
    void a_scope_that_is_added_owes_what_it_has_not_got() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1,team:2")));
        sandbox().faults().next(CREATE, Fault.answer(403, "{}").forTeam("2"));
        tick("ba", NOW);
        ends.await();

        tick("ba", NOW);

        ends.await();
        assertThat(ends.queued()).map(export -> export.scope().team()).containsExactly("1", "2", "2");
        assertThat(ends.reasons()).last().isEqualTo("failed: forbidden");
        assertThat(ends.delivered()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_window_that_fails_too_often_is_left_to_a_person(int most) throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "export.give-up-after", String.valueOf(most))));
        sandbox().faults().next(CREATE, Fault.answer(400, "{}")).forEver();

        for (var i = 0; i < most + 2; i++) {
            tick("ba", NOW);
            ends.await();
        }

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(most);
    }

    @Test
    @SuppressWarnings("unchecked")
    void how_the_windows_of_each_domain_stand_can_be_read() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1,team:2")));
        sandbox().faults().next(CREATE, "ba", Fault.answer(400, "{}").forTeam("2"));
        tick("ba", NOW);
        ends.await();

        try (var template = context().createProducerTemplate()) {
            var read = template.send("direct:ledger-window-counts", exchange -> { });

            assertThat(read.getException()).isNull();
            var rows = (List<Map<String, Object>>) read.getVariable("windowCounts");
            assertThat(rows).hasSize(5).filteredOn(row -> row.get("domain").equals("ba")).singleElement()
                    .satisfies(row -> {
                assertThat(row).extracting("owed", "under_way", "in_flight", "failing", "given_up").map(String::valueOf)
                        .containsExactly("1", "0", "0", "1", "0");
                assertThat(((Number) row.get("newest_seconds")).longValue()).isPositive();
            });
        }
    }

    @Test
    void what_was_delivered_longer_ago_than_ledger_keep_is_forgotten_and_stays_covered() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "ledger.keep", "30d")));
        tick("ba", NOW);
        assertThat(ends.await().delivered()).hasSize(1);
        changeLedger("update sei_window set checked_at = checked_at - 2678400000");

        tick("ba", NOW.plus(Duration.ofDays(31)));

        assertThat(ends.await().delivered()).hasSize(2);
        assertThat(inLedger("select min(id) from sei_window")).isEqualTo("ba/team-1/weekly/2026-05-01_2026-05-31");
        assertThat(inLedger("select count(*) from sei_window")).isEqualTo("1");
        tick("ba", NOW.plus(Duration.ofDays(31)));
        assertThat(inLedger("select count(*) from sei_window")).isEqualTo("1");
    }

    @Test
    void a_job_that_was_left_at_the_server_is_asked_after_and_not_created_again() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "poll.timeout", "3s")));
        sandbox().faults().next(CREATE, Fault.neverReady());
        tick("ba", NOW);
        assertThat(ends.await().failed()).hasSize(1);
        sandbox().faults().next(STATUS, Fault.status("COMPLETED")).forEver();
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        tick("ba", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(ends.reasons()).containsExactly("new", "failed: deadline");
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void the_oldest_windows_go_first_and_what_fails_or_settles_after_the_others() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "export.ba.since", "2026-01-01", "export.ba.settle", "4",
                "export.max-in-flight", "1", Parts.SHORTEST_HOLD, "1", RunMode.BY_HAND, "false")));
        sandbox().faults().next(CREATE, Fault.answer(500, "{}")).times(6);

        tick("ba", NOW);
        ends.await(5);

        assertThat(requests()).filteredOn(request -> !request.equals(requests().get(0)))
                .map(request -> request.replaceFirst(".*\"start\":\"(.{10}).*", "$1")).isSorted();
        assertThat(requests().get(requests().size() - 1)).isEqualTo(requests().get(0));
    }

    private void ticks(int count) throws Exception {
        for (var i = 0; i < count; i++) {
            tick("ba", NOW);
            ends.await();
        }
    }

    @Test
    void a_window_that_settles_is_exported_although_a_clock_that_was_ahead_had_its_last_tick() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "export.ba.settle", "1")));
        tick("ba", NOW);
        ends.await();
        changeLedger("update sei_window set tick = (select now from sei_clock) + 2592000000");

        tick("ba", NOW);

        ends.await();
        assertThat(ends.reasons()).containsExactly("new", "settle");
        assertThat(inLedger("select count(*) from sei_window where tick <= (select now from sei_clock)"))
                .isEqualTo("1");
    }

    @Test
    void what_is_not_settled_is_exported_anew_and_not_delivered_again_if_it_is_the_same() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "export.ba.since", "2026-01-01", "export.ba.settle", "2")));
        tick("ba", NOW);
        ends.await();
        var landed = Files.getLastModifiedTime(data().resolve(APRIL + ".manifest.json"));

        tick("ba", NOW);

        ends.await();
        assertThat(ends.queued()).map(Export::name).endsWith("ba/team-1/weekly/2026-03-01_2026-03-31", APRIL);
        assertThat(ends.reasons()).endsWith("settle", "settle").hasSize(6);
        assertThat(ends.unchanged()).hasSize(2);
        assertThat(Files.getLastModifiedTime(data().resolve(APRIL + ".manifest.json"))).isEqualTo(landed);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void a_window_that_has_changed_replaces_the_old_file_and_says_what_became_of_its_rows() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "export.ba.settle", "1")));
        sandbox().faults().next(DOWNLOAD, csv("Team,Start,Points\nA,2026-04-01,1\nB,2026-04-01,2\nC,2026-04-01,3\n"));
        sandbox().faults().next(DOWNLOAD, csv("Team,Start,Points\nA,2026-04-01,1\nB,2026-04-01,9\nD,2026-04-01,4\n"));
        tick("ba", NOW);
        ends.await();
        assertThat(data().resolve(APRIL + ".manifest.json")).content().doesNotContain("restated");

        tick("ba", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(data().resolve(APRIL + ".csv")).content().contains("B,2026-04-01,9");
        assertThat(data().resolve(APRIL + ".manifest.json")).content().containsIgnoringWhitespaces(
                "\"restated\": {\"rowsAdded\": 1, \"rowsRemoved\": 1, \"rowsChanged\": 1, \"sameColumns\": true}");
    }

    private static Fault csv(String text) {
        return Fault.body("text/csv", text.getBytes(UTF_8));
    }

    @Test
    void a_new_sink_owes_what_it_has_not_got_if_a_setting_says_so() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "export.new-sinks-owe", "true")));
        tick("ba", NOW);
        ends.await();
        execute("delete from sei_delivery");

        tick("ba", NOW);

        ends.await();
        assertThat(ends.reasons()).containsExactly("new", "new sink");
        assertThat(row("select * from sei_delivery").get("sink").toString()).startsWith("direct:sink-file#");
    }

    @Test
    void a_job_whose_answer_was_lost_long_ago_is_found_in_the_list_of_the_server() throws Exception {
        start(with(Map.of("export.productivity.scopes", "team:1", "sei.reuse-window", "0s", "retry.max-attempts",
                "1")));
        sandbox().faults().next(CREATE, Fault.lostAnswer());
        tick("productivity", NOW);
        assertThat(ends.await().failed()).hasSize(1);

        tick("productivity", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(1);
    }

    @Test
    void a_list_that_fails_for_a_moment_makes_no_second_job() throws Exception {
        start(with(Map.of("export.productivity.scopes", "team:1", "sei.reuse-window", "0s", "retry.max-attempts",
                "2")));
        sandbox().faults().next(CREATE, Fault.lostAnswer()).times(1);
        sandbox().faults().next(CREATE, Fault.answer(503, "{}"));
        tick("productivity", NOW);
        assertThat(ends.await().failed()).hasSize(1);
        sandbox().faults().next(LIST, Fault.answer(503, "{}"));

        tick("productivity", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(sandbox().jobsPerRequest("productivity")).hasSize(1).containsValue(1L);
    }

    @Test
    void where_the_server_has_no_list_the_export_is_asked_for_anew() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "sei.reuse-window", "0s", "retry.max-attempts", "1")));
        sandbox().faults().next(CREATE, Fault.lostAnswer());
        tick("ba", NOW);
        assertThat(ends.await().failed()).hasSize(1);

        tick("ba", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void what_was_owed_when_the_program_ended_is_owed_for_ever() throws Exception {
        var settings = with(Map.of("export.ba.scopes", "team:1,team:2,team:3,team:4,team:5,team:6",
                "export.max-in-flight", "1", "ledger.url", ledgerUrl()));
        start(settings);
        sandbox().faults().next(CREATE, Fault.neverReady());
        tick("ba", Instant.parse("2026-03-15T12:00:00Z"));
        Awaitility.await().until(() -> sandbox().count(CREATE, "ba") == 1);

        startAgain(settings);
        tick("ba", NOW);

        assertThat(ends.queued()).filteredOn(export -> export.scope().team().equals("6"))
                .map(export -> export.window().start().getMonthValue()).containsExactly(2, 2, 3, 4);
    }

    @Test
    void the_windows_of_another_project_are_others() throws Exception {
        start(with(Map.of("export.ba.scopes", "team:1", "ledger.url", ledgerUrl())));
        tick("ba", NOW);
        ends.await();

        startAgain(with(Map.of("export.ba.scopes", "team:1", "ledger.url", ledgerUrl(), "sei.project", "Other")));
        tick("ba", NOW);

        ends.await();
        assertThat(ends.reasons()).containsExactly("new", "new");
    }

    @Test
    void where_only_a_new_sink_has_got_what_has_changed_the_others_get_it_too() throws Exception {
        var settings = Map.of("export.ba.scopes", "team:1", "export.new-sinks-owe", "true", "ledger.url", ledgerUrl());
        sandbox().faults().next(DOWNLOAD, csv("Team,Points\nA,1\n"));
        sandbox().faults().next(DOWNLOAD, csv("Team,Points\nA,2\n")).forEver();
        start(with(settings));
        tick("ba", NOW);
        ends.await();

        var twoSinks = new HashMap<>(settings);
        twoSinks.put("export.ba.sinks", "direct:sink-file,file:" + folder.resolve("other"));
        startAgain(with(twoSinks));
        ticks(3);

        assertThat(folder.resolve("other").resolve(APRIL + ".csv")).hasContent("Team,Points\nA,2\n");
        assertThat(data().resolve(APRIL + ".csv")).hasContent("Team,Points\nA,2\n");
        assertThat(ends.reasons()).containsExactly("new", "new sink", "new sink");
    }

    @Test
    void how_long_ago_a_lost_answer_was_counts_from_the_first_asking() throws Exception {
        start(with(Map.of("export.productivity.scopes", "team:1", "retry.max-attempts", "1")));
        sandbox().faults().next(CREATE, Fault.lostAnswer());
        sandbox().faults().next(CREATE, Fault.answer(503, "{}"));
        tick("productivity", NOW);
        ends.await();
        execute("update sei_window set asked_at = asked_at - 20 * 60 * 1000");
        tick("productivity", NOW);
        ends.await(2);
        execute("update sei_window set asked_at = asked_at - 20 * 60 * 1000");

        tick("productivity", NOW);

        assertThat(ends.await(3).delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(2);
    }

    @Test
    void a_server_that_says_odd_things_of_its_job_fails_no_export() throws Exception {
        start(with(ONE));
        sandbox().faults().next(CREATE, Fault.answer(202, "{\"exportId\": \"exp_1\", \"createdAt\": \"\\u0000"
                + "x".repeat(100) + "\"}"));
        sandbox().faults().next(STATUS, Fault.answer(200, "{\"status\": \"COMPLETED\"}"));
        sandbox().faults().next(DOWNLOAD, csv("a,b\n1,2\n"));

        tick("ba", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(1);
    }

    @Test
    void what_is_known_is_written_down() throws Exception {
        start(with(ONE));
        tick("ba", NOW);
        ends.await();

        var row = row("select * from sei_window");

        assertThat(row).containsEntry("id", "ba/team-1/weekly/2026-04-01_2026-04-30")
                .containsEntry("state", "delivered")
                .containsEntry("scope", "team:1").containsEntry("granularity", "weekly").containsEntry("failures", 0)
                .containsEntry("export_id", ends.jobs().values().iterator().next().exportId())
                .containsEntry("request", requests().get(0));
        assertThat(row("select * from sei_delivery")).containsEntry("sha256", row.get("sha256"))
                .hasEntrySatisfying("sink", sink -> assertThat(sink.toString()).startsWith("direct:sink-file#"));
    }

    /** Settings of the database, beside those of a test. */
    Map<String, String> with(Map<String, String> settings) {
        return settings;
    }

    private void execute(String statement) throws Exception {
        try (var template = context().createProducerTemplate()) {
            template.sendBody("sql:" + statement + "?dataSource=#ledger", "");
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> row(String query) throws Exception {
        try (var template = context().createProducerTemplate()) {
            var rows = template.requestBody("sql:" + query + "?dataSource=#ledger", "", List.class);
            assertThat(rows).hasSize(1);
            return (Map<String, Object>) rows.get(0);
        }
    }
}
