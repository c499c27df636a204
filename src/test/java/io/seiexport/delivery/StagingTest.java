package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import io.seiexport.csv.Proof;
import io.seiexport.csv.ProvenCsv;
import io.seiexport.failure.Failure;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.ServerClock;
import io.seiexport.job.Echo;
import io.seiexport.job.Freshness;
import io.seiexport.job.Verdict;
import io.seiexport.job.Job;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.plan.PlanSettings;
import io.seiexport.plan.Planner;
import io.seiexport.plan.Scope;
import io.seiexport.plan.SinkMarks;
import io.seiexport.plan.Teams;
import io.seiexport.plan.Window;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.support.LogLines;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagingTest {
    private static final String CSV = "team,hours\nA,1\nB,2\n";
    private static final String NAME = "ba~team-456~weekly~2026-01-01_2026-01-31~7";
    private static final Instant NOW = Instant.parse("2026-02-01T05:02:00Z");
    private static final Deliveries DELIVERIES = new Deliveries(new SinkMarks(SettingsOf.values(Map.of())));

    @TempDir
    private Path folder;
    private Staging staging;
    /** The row of the window, as it was claimed for the seventh time. */
    private final Map<String, Object> row =
            new HashMap<>(Map.of("id", "ba/team-456/weekly/2026-01-01_2026-01-31", "lease_no", 7L,
            "state", Entry.OWED, "why", "new", "request", "{}", "owed_at", 1000L));
    private final List<Map<String, Object>> deliveries = new ArrayList<>();
    private Exchange exchange;

    @BeforeEach
    void export() {
        export("direct:sink-file");
    }

    private void export(String... sinks) {
        begin(Map.of());
        exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("export", new Export("ba", List.of("ba"), new Scope("", "456"),
                new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")), "weekly", "{}",
                List.of(sinks)));
        exchange.setVariable("entry", new Entry(row, deliveries));
    }

    private void begin(Map<String, String> more) {
        begin(more, true);
    }

    private void begin(Map<String, String> more, boolean onTheClock) {
        var settings = new HashMap<>(Map.of("schema-drift", "warn", "empty-replaces", "fail", "export.zone", "UTC",
                "export.ba.closing-lag", "P1D"));
        settings.putAll(more);
        settings.put("staging.directory", folder.toString());
        var delivery = DeliverySettings.read(SettingsOf.orDefaults(settings));
        staging = new Staging(delivery, new RunMode(onTheClock, false),
                new Columns(delivery, SettingsOf.values(settings),
                        new Domains(new DefaultCamelContext(), SettingsOf.values(settings))),
                freshness(settings), DELIVERIES, InstantSource.fixed(NOW));
    }

    private static Freshness freshness(Map<String, String> settings) {
        var given = SettingsOf.values(settings);
        var mode = new RunMode(true, false);
        var clock = InstantSource.fixed(NOW);
        var planner = new Planner(null, given, PlanSettings.read(SettingsOf.orDefaults(settings)), mode,
                new SinkMarks(given), Teams.read(SettingsOf.orDefaults(settings), mode, new Secrets(), clock), clock);
        return new Freshness(mode, planner, new ServerClock(new BaseUrl("sandbox"), clock), clock);
    }

    @Test
    void a_download_is_kept_with_its_proof_and_the_time_it_took() throws Exception {
        exchange.setVariable("job", new Job("exp_1", false, "COMPLETED", "", "", "", "", ""));
        ApiCall.get("").sent(NOW.minusSeconds(3)).keep(exchange);
        try (var transfer = (InputStream) new ProvenCsv()
                .unmarshal(exchange, new ByteArrayInputStream(CSV.getBytes(UTF_8)))) {
            Files.copy(transfer, folder.resolve(NAME + ".csv"));
        }

        var staged = staging.keep(exchange);

        assertThat(staged.file()).hasContent(CSV);
        assertThat(staged.proof().rows()).isEqualTo(2);
        assertThat(staged.transfer()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0   | ",
        "19  | ",
        "999 | The server states a size of 999 bytes, and the file that came is whole with 19 bytes as received and 19 "
                + "unpacked."})
    void a_size_that_the_server_states_and_that_did_not_come_is_odd(long stated, String warning) throws Exception {
        exchange.setVariable("job", new Job("exp_1", false, "COMPLETED", "", "", "", "", "", Echo.NONE, stated));
        ApiCall.get("").sent(NOW).keep(exchange);
        try (var transfer = (InputStream) new ProvenCsv()
                .unmarshal(exchange, new ByteArrayInputStream(CSV.getBytes(UTF_8)))) {
            Files.copy(transfer, folder.resolve(NAME + ".csv"));
        }

        assertThat(staging.keep(exchange).warnings()).isEqualTo(warning == null ? List.of() : List.of(warning));
    }

    @Test
    void a_staged_file_is_compressed_beside_itself() throws Exception {
        stage("direct:one");

        var gzip = staging.compressed(exchange);

        assertThat(gzip).hasName(NAME + ".csv.gz");
        try (var unpacked = new GZIPInputStream(new FileInputStream(gzip))) {
            assertThat(unpacked).hasContent(CSV);
        }
        assertThat(folder.resolve(NAME + ".csv")).hasContent(CSV);
    }

    @Test
    void where_the_staged_file_is_gone_nothing_is_compressed() throws Exception {
        stage("direct:one");
        Files.delete(folder.resolve(NAME + ".csv"));

        assertThatThrownBy(() -> staging.compressed(exchange)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void at_the_end_everything_of_the_export_is_taken_away_and_nothing_of_others() throws IOException {
        for (var ending : List.of(".csv", ".csv.part", ".csv.gz")) {
            Files.writeString(folder.resolve(NAME + ending), CSV);
        }
        var others = List.of("ba~team-4567~weekly~2026-01-01_2026-01-31~7.csv",
                "ba~team-456~weekly~2026-01-01_2026-01-31~8.csv",
                "ba~team-456~weekly~2026-01-01_2026-01-31~17.csv.part");
        for (var other : others) {
            Files.writeString(folder.resolve(other), CSV);
        }

        staging.clear(exchange);

        assertThat(folder.toFile().list()).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void of_what_no_setting_asks_for_any_more_nothing_is_taken_away() {
        exchange.removeVariable("export");

        staging.clear(exchange);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_is_owed_to_a_sink_stays_until_it_has_got_it() throws Exception {
        stage("direct:one", "direct:two");
        find();

        served("direct:one");
        staging.clear(exchange);
        assertThat(folder.toFile().list()).containsExactly(NAME + ".csv");

        served("direct:two");
        staging.clear(exchange);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_another_node_goes_on_with_stays_when_the_lease_is_lost_at_the_last_moment() throws Exception {
        stage("direct:one");
        find();
        served("direct:one");
        exchange.setVariable("failure", new Verdict(Reason.LEASE_LOST, "", 0, 0, 1, false, true, 0));

        staging.clear(exchange);

        assertThat(folder.toFile().list()).containsExactly(NAME + ".csv");
    }

    @Test
    void only_the_sinks_that_are_still_named_and_have_not_got_the_file_since_it_became_owed_are_owed()
            throws Exception {
        stage("direct:one", "direct:two", "direct:three");
        delivered("direct:one", proof().sha256(), 1000);
        delivered("direct:two", proof().sha256(), 999);
        delivered("direct:three", "another file", 1001);
        export("direct:one", "direct:two", "direct:three", "direct:four");

        find();

        assertThat(exchange.getVariable("delivery", Delivery.class).owed())
                .isEqualTo(List.of("direct:two", "direct:three", "direct:four"));
        assertThat(exchange.getVariable("staged", Staged.class).file()).hasContent(CSV);
        assertThat(staging.job(exchange)).isEqualTo(
                new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z", "2026-02-01T05:01:00Z", "", "", ""));
    }

    @Test
    void a_file_that_an_earlier_lease_has_staged_is_taken_up_under_its_own_name() throws Exception {
        stage("direct:one");
        row.put("lease_no", 9L);

        find();

        assertThat(exchange.getVariable("staged", Staged.class).file()).hasName(NAME + ".csv").hasContent(CSV);
        served("direct:one");
        staging.clear(exchange);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_earlier_leases_have_staged_and_is_not_taken_up_is_taken_away() throws Exception {
        stage("direct:one");
        row.put("lease_no", 11L);
        leave("~3.csv", "~8.csv", "~10.csv");
        var others = leave("~11.csv", "~12.csv", "~.csv", ".csv", "~3.csv.part", "~03.csv", "~3a.csv", "~-3.csv",
                "~9999999999999999999.csv");
        others.add(Files.writeString(folder.resolve(NAME.replace("456", "4567").replaceFirst("7$", "3.csv")), CSV));

        find();

        assertThat(exchange.getVariable("staged", Staged.class).file()).hasContent(CSV);
        others.add(folder.resolve(NAME + ".csv"));
        assertThat(filesOf(folder)).containsExactlyInAnyOrderElementsOf(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {Entry.OWED, Entry.CREATED, Entry.DELIVERED, Entry.STAGED})
    void what_earlier_leases_have_staged_is_taken_away_when_the_file_is_asked_for_anew(String state) throws Exception {
        stage("direct:one");
        row.putAll(Map.of("lease_no", 8L, "state", state, "request", "another"));
        leave("~5.csv");

        find();

        assertThat(exchange.getVariable("staged")).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_staging_folder_that_is_still_to_be_made_holds_nothing_of_earlier_leases() throws Exception {
        Files.delete(folder);
        try (var said = LogLines.of(Staging.class.getName())) {
            find();

            assertThat(said.lines()).noneMatch(line -> line.contains(folder.toString()));
        }
    }

    /** Files of the window with other endings. */
    private List<Path> leave(String... endings) throws IOException {
        var left = new ArrayList<Path>();
        for (var ending : endings) {
            left.add(Files.writeString(folder.resolve(NAME.replaceFirst("~7$", "") + ending), CSV));
        }
        return left;
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void each_lease_stages_under_a_name_of_its_own() {
        assertThat(staging.name(exchange)).isEqualTo(NAME);
        row.put("lease_no", 8L);
        assertThat(staging.name(exchange)).isEqualTo(NAME.replaceFirst("7$", "8"));
    }

    @Test
    void a_file_with_other_columns_is_not_taken_up_where_they_are_refused_by_now() throws Exception {
        stage(new Drift(List.of("hours"), List.of(), false), false, "direct:one");
        begin(Map.of("schema-drift", "fail"));

        assertThatItIsThrownAway();
    }

    @Test
    void a_file_that_lacks_columns_that_must_be_there_by_now_is_not_taken_up() throws Exception {
        stage("direct:one");
        begin(Map.of("export.ba.expect-columns", "team,velocity"));

        assertThatItIsThrownAway();
    }

    @Test
    void a_file_that_was_asked_for_in_another_way_is_not_taken_up() throws Exception {
        stage("direct:one");
        row.put("request", "{\"a\":1}");

        assertThatItIsThrownAway();
    }

    @Test
    void on_the_clock_a_file_from_before_its_window_had_closed_is_not_taken_up() throws Exception {
        stage(Drift.NONE, true, "direct:one");

        assertThatItIsThrownAway();
    }

    @Test
    void by_hand_a_file_from_before_its_window_had_closed_is_taken_up() throws Exception {
        stage(Drift.NONE, true, "direct:one");
        begin(Map.of(), false);

        find();

        assertThat(exchange.getVariable("staged", Staged.class).stale()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"team,hours\nA,1\nB,3\n", "team,hours\nA,1\n", ""})
    void a_file_that_is_not_the_one_that_was_proven_is_not_taken_up(String other) throws Exception {
        stage("direct:one");
        Files.writeString(folder.resolve(NAME + ".csv"), other);

        assertThatItIsThrownAway();
    }

    @Test
    void a_file_that_is_on_the_disk_of_another_node_is_asked_for_again() throws Exception {
        stage("direct:one");
        Files.delete(folder.resolve(NAME + ".csv"));

        assertThatItIsThrownAway();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "\"x\"", "{\"file\": \"x\"}"})
    void what_the_ledger_keeps_and_nobody_can_read_is_asked_for_again(String kept) throws Exception {
        stage("direct:one");
        row.put("staged", kept);
        try (var said = LogLines.of(Staging.class.getName())) {
            find();

            assertThat(exchange.getVariable("staged")).isNull();
            assertThat(said.lines()).anyMatch(line -> line.contains("cannot be used and is requested again"));
        }
    }

    @Test
    void a_snapshot_that_nobody_can_take_again_is_taken_up_whatever_columns_are_wanted_by_now() throws Exception {
        stage(new Drift(List.of("hours"), List.of(), false), false, "direct:one");
        exchange.setVariable("export", snapshot("2026-01-31"));
        begin(Map.of("schema-drift", "fail", "export.people.expect-columns", "team,velocity"));

        find();

        assertThat(exchange.getVariable("staged", Staged.class).file()).hasContent(CSV);
    }

    @ParameterizedTest
    @CsvSource({"schema-drift, fail", "export.people.expect-columns, velocity"})
    void a_snapshot_that_can_still_be_taken_again_is_held_against_the_columns_that_are_wanted(String key, String value)
            throws Exception {
        stage(new Drift(List.of("hours"), List.of(), false), false, "direct:one");
        exchange.setVariable("export", snapshot("2026-02-01"));
        begin(Map.of(key, value));

        assertThatItIsThrownAway();
    }

    @Test
    void a_damaged_snapshot_is_not_taken_up_even_if_nobody_can_take_it_again() throws Exception {
        stage("direct:one");
        exchange.setVariable("export", snapshot("2026-01-31"));
        Files.writeString(folder.resolve(NAME + ".csv"), CSV.replace("1", "2"));

        assertThatItIsThrownAway();
    }

    private static Export snapshot(String day) {
        return new Export("people", List.of(), new Scope("", "", ""), new Window(LocalDate.parse(day), LocalDate.parse(day)),
                "snapshot", "{}", List.of("direct:one"));
    }

    @Test
    void a_file_that_cannot_be_read_for_a_while_stays_and_is_taken_up_later() throws Exception {
        stage("direct:one");
        row.put("lease_no", 8L);
        var aside = folder.resolveSibling(folder.getFileName() + "-aside");
        Files.move(folder, aside);
        // The system follows such a link until it gives up, as a mount that has gone fails: the file is not missing.
        Files.createSymbolicLink(folder, folder);

        assertThatThrownBy(() -> staging.find(exchange)).isInstanceOfSatisfying(ExportFailed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(Reason.FILE);
            assertThat(failed.sentence()).contains(NAME + ".csv cannot be read")
                    .endsWith("; it is kept; delete it to have it requested again");
        });

        Files.delete(folder);
        Files.move(aside, folder);
        find();
        assertThat(exchange.getVariable("staged", Staged.class).file()).hasContent(CSV);
    }

    private void assertThatItIsThrownAway() throws ExportFailed {
        assertThat(staging.find(exchange)).isNull();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void where_nothing_is_staged_nothing_is_taken_up() throws ExportFailed {
        assertThat(staging.find(exchange)).isNull();
    }

    private void stage(String... sinks) throws Exception {
        stage(Drift.NONE, false, sinks);
    }

    /** As the row of the ledger has it from then on. */
    private void stage(Drift drift, boolean stale, String... sinks) throws Exception {
        export(sinks);
        exchange.setVariable("job",
                new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z", "2026-02-01T05:01:00Z", "", "", ""));
        ApiCall.get("").sent(NOW).keep(exchange);
        try (var transfer = (InputStream) new ProvenCsv()
                .unmarshal(exchange, new ByteArrayInputStream(CSV.getBytes(UTF_8)))) {
            Files.copy(transfer, folder.resolve(NAME + ".csv"));
        }
        var kept = staging.keep(exchange);
        exchange.setVariable("staged", new Staged(kept.file(), kept.proof(), kept.transfer(), drift, stale));
        row.putAll(Map.of("state", Entry.STAGED, "staged", staging.kept(exchange), "export_id", "exp_1", "reused", true,
                "created_at", "2026-02-01T05:00:00Z"));
    }

    private Proof proof() {
        return exchange.getVariable("staged", Staged.class).proof();
    }

    private void delivered(String sink, String sha256, long at) {
        deliveries.add(Map.of("sink", sink, "sha256", sha256, "delivered_at", at));
    }

    /** As the routes do, which then begin with the deliveries. */
    private void find() throws ExportFailed {
        exchange.setVariable("staged", staging.find(exchange));
        if (exchange.getVariable("staged") != null) {
            exchange.setVariable("delivery", DELIVERIES.begin(exchange));
        }
    }

    private void served(String sink) {
        exchange.setVariable("sink", sink);
        DELIVERIES.served(exchange);
    }

    @Test
    void where_nothing_is_left_there_is_nothing_to_take_away() {
        staging.clear(exchange);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_cannot_be_taken_away_does_not_keep_the_export_from_its_end() throws IOException {
        Files.createDirectories(folder.resolve(NAME + ".csv").resolve("in-the-way"));
        var part = Files.writeString(folder.resolve(NAME + ".csv.part"), CSV);

        staging.clear(exchange);

        assertThat(part).doesNotExist();
    }
}
