package io.seiexport.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.camel.builder.Builder.constant;
import static org.apache.camel.builder.Builder.method;
import static org.apache.camel.builder.Builder.simple;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.sun.net.httpserver.HttpServer;
import io.seiexport.http.Account;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Configured;
import io.seiexport.support.DatedFront;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final String DELIVERED = "sei-export-check/team-0/once/1970-01-01_1970-01-01";

    @TempDir
    private Path folder;
    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0);
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void all_that_an_export_needs_is_tried() throws Exception {
        assertThat(findings()).containsExactly(
                "ok    API at " + sandbox.address(),
                "ok    staging folder " + staging(),
                "ok    sink direct:sink-file");
    }

    @Test
    void what_the_settings_hardly_mean_is_warned_of_with_the_setting_to_change() throws Exception {
        assertThat(findings("export.ba.granularity=weekly", "export.ticket-data.scopes=tree:A,team:1,tree:B"))
                .startsWith("warn  export.ba.granularity = weekly: a row covers a whole week, Monday to Sunday, and the "
                        + "windows of export.ba.window do not begin and end with one: the first and the last row of a "
                        + "file may cover a part only; set export.ba.window=week, or another granularity",
                        "ok    API at " + sandbox.address());
    }

    @Test
    void the_teams_are_counted_where_a_scope_stands_for_many() throws Exception {
        assertThat(findings("export.ba.scopes=teams:*")).contains("ok    teams: 6 leaf teams in 3 trees");
    }

    @Test
    void a_team_and_a_tree_that_the_key_does_not_see_are_warned_of() throws Exception {
        assertThat(findings("export.ba.scopes=team:101,team:110,team:9101,tree:Engineering,tree:engineering",
                "export.productivity.scopes=tree:Nowhere/team:101")).contains(
                "warn  teams: export.ba.scopes: team:9101 names a team that this key does not see",
                "warn  teams: export.ba.scopes: tree:engineering names a tree that this key does not see",
                "warn  teams: export.productivity.scopes: tree:Nowhere/team:101 names a tree that this key does not "
                        + "see")
                .filteredOn(finding -> finding.contains("teams: ")).hasSize(3);
    }

    @Test
    void a_scope_that_stands_for_no_team_fails() throws Exception {
        assertThat(findings("export.ba.scopes=team:101,teams:Enginering", "export.sprint.scopes=teams:Product",
                "export.sprint.teams-include=Web*")).contains(
                "FAIL  teams: export.ba.scopes: teams:Enginering names a tree that this key does not see; the command "
                        + "teams lists what it sees",
                "FAIL  teams: export.sprint.scopes: teams:Product stands for no team, as export.sprint.teams-include "
                        + "and export.sprint.teams-exclude are; the command teams lists what it sees");
    }

    @Test
    void teams_that_cannot_be_read_fail_only_where_a_scope_stands_for_them() throws Exception {
        sandbox.faults().next(Call.TREES, Fault.answer(403, "{\"message\":\"no\"}")).forEver();

        assertThat(findings("export.ba.scopes=teams:*")).contains("FAIL  teams: the server answered 403: no; the key "
                + "is not allowed to export this: check its role, sei.org and sei.project");
        assertThat(findings()).noneMatch(finding -> finding.contains("teams"));
    }

    @Test
    void what_a_sink_can_take_away_again_is_not_left_there() throws Exception {
        var real = Files.createDirectories(folder.resolve("data/ba")).resolve("real.csv");
        Files.writeString(real, "a\n1\n");

        assertThat(findings("export.ba.sinks=direct:sink-file,file:" + folder.resolve("copies"))).contains(
                "ok    sink direct:sink-file", "ok    sink file:" + folder.resolve("copies"));

        assertThat(filesIn("data")).containsExactly(real);
        assertThat(filesIn("copies")).isEmpty();
    }

    @Test
    void a_sink_that_cannot_take_it_away_keeps_it_with_a_manifest_that_is_nobodys() throws Exception {
        assertThat(findings(sink(steps -> steps.to("file:" + folder.resolve("kept"))
                .setHeader(Exchange.FILE_NAME, constant("manifest.json")).setBody(method("manifest", "write"))
                .to("file:" + folder.resolve("kept"))))).contains("ok    sink direct:sink-own");

        assertThat(folder.resolve("kept").resolve(DELIVERED + ".csv")).hasContent("check\n1\n");
        assertThat(folder.resolve("kept/manifest.json")).content().contains("\"rows\" : 1",
                "\"sha256\" : \"c2ee8410").doesNotContain("project");
    }

    @Test
    void a_sink_that_fails_to_take_it_away_is_warned_of() throws Exception {
        assertThat(findings(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sink-own").routeId("sink-own").errorHandler(noErrorHandler()).log("taken");
                from("direct:clean-own").routeId("clean-own").errorHandler(noErrorHandler())
                        .throwException(new IOException("the share is read-only"));
            }
        })).contains("warn  sink direct:sink-own: it took the file, and still has it: IOException: the share is "
                + "read-only");
    }

    @Test
    void what_the_steps_that_take_the_file_away_leave_as_the_body_is_no_word_of_it() throws Exception {
        assertThat(findings(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sink-own").routeId("sink-own").errorHandler(noErrorHandler()).log("taken");
                from("direct:clean-own").routeId("clean-own").errorHandler(noErrorHandler()).setBody(constant(true));
            }
        })).contains("ok    sink direct:sink-own");
    }

    @Test
    void a_sink_can_tell_the_trial_from_an_export() throws Exception {
        assertThat(findings(sink(steps -> steps.choice().when(simple("${variable.trial} == true"))
                .throwException(new IOException("this is a trial")).end())))
                .contains("FAIL  sink direct:sink-own: IOException: this is a trial");
    }

    @Test
    void a_sink_is_not_tried_where_that_is_switched_off() throws Exception {
        assertThat(findings(sink(steps -> steps.throwException(new IOException("it was tried"))),
                "sink.own.check=false")).contains("ok    sink direct:sink-own: not tried (sink.own.check=false)");
    }

    @Test
    void a_sink_that_hangs_is_a_finding_and_the_others_are_tried() throws Exception {
        var letGo = new CountDownLatch(1);
        try {
            assertThat(findings(sink(steps -> steps.process(exchange -> letGo.await())), "sink.own.timeout=200ms",
                    "export.sprint.sinks=direct:sink-own,file:" + folder.resolve("copies"))).containsSubsequence(
                    "ok    sink direct:sink-file",
                    "FAIL  sink direct:sink-own: it was not done after 200ms (sink.own.timeout) and was cut off",
                    "ok    sink file:" + folder.resolve("copies"));
        } finally {
            letGo.countDown();
        }
    }

    @Test
    void the_file_has_the_columns_that_the_domain_must_have() throws Exception {
        findings(sink(steps -> steps.to("file:" + folder.resolve("kept"))),
                "export.ba.expect-columns=Team,\"Points, \"\"all\"\"\"");

        assertThat(folder.resolve("kept").resolve(DELIVERED + ".csv")).hasContent(
                "Team,\"Points, \"\"all\"\"\"\n1,1\n");
    }

    @Test
    void the_file_has_the_columns_that_were_delivered_last() throws Exception {
        try (var configured = configured(sink(steps -> steps.to("file:" + folder.resolve("kept"))),
                "export.ba.expect-columns=Team")) {
            delivered(configured, "[\"Team\",\"Week\",\"Points\"]");

            findings(configured);
        }
        assertThat(folder.resolve("kept").resolve(DELIVERED + ".csv")).hasContent("Team,Week,Points\n1,1,1\n");
    }

    @Test
    void a_column_that_a_transform_names_and_the_files_do_not_have_is_found() throws Exception {
        try (var configured = configured("export.ba.transform=direct:transform-columns",
                "export.ba.columns.drop=Develper").read()) {
            delivered(configured, "[\"Team\",\"Developer\"]");

            assertThat(findings(configured)).contains("FAIL  transform direct:transform-columns of ba: "
                    + "export.ba.columns.drop names 'Develper', which the file does not have; its columns are 'Team', "
                    + "'Developer'", "ok    sink direct:sink-file");
        }
        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    @Test
    void a_transform_that_goes_with_the_columns_that_were_delivered_last_is_fine() throws Exception {
        try (var configured = configured("export.ba.transform=direct:transform-columns",
                "export.ba.columns.drop=Developer", "export.ba.columns.rename=Team:Group").read()) {
            delivered(configured, "[\"Team\",\"Developer\"]");

            assertThat(findings(configured)).contains("ok    transform direct:transform-columns of ba");
        }
        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    @Test
    void what_a_transform_lacks_among_the_expected_columns_alone_is_only_warned_of() throws Exception {
        assertThat(findings("export.ba.transform=direct:transform-columns", "export.ba.columns.drop=Developer",
                "export.ba.expect-columns=Team,Hours")).contains("warn  transform direct:transform-columns of ba: "
                + "export.ba.columns.drop names 'Developer', which the file does not have; its columns are 'Team', "
                + "'Hours'; it was tried with the columns of export.ba.expect-columns alone");
    }

    @Test
    void without_any_known_column_a_transform_is_not_tried() throws Exception {
        assertThat(findings("export.ba.transform=direct:transform-columns", "export.ba.columns.drop=Developer"))
                .contains("ok    transform direct:transform-columns of ba: not tried: the columns of its files are not "
                        + "known before the first delivery (export.ba.expect-columns names them)");
    }

    @Test
    void a_transform_that_makes_json_lines_is_tried_and_leaves_nothing() throws Exception {
        try (var configured = configured(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:transform-own").routeId("transform-own").errorHandler(noErrorHandler())
                        .process(exchange -> exchange.getMessage().setBody("{\"check\":1}\n"));
            }
        }, "export.ba.sinks=direct:sink-file", "export.ba.transform=direct:transform-own",
                "export.ba.transform-format=jsonl")) {
            delivered(configured, "[\"Team\",\"Developer\"]");

            assertThat(findings(configured)).contains("ok    transform direct:transform-own of ba");
        }
        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    @Test
    void a_transform_of_ones_own_that_fails_is_found_and_can_tell_the_trial_from_an_export() throws Exception {
        try (var configured = configured(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:transform-own").routeId("transform-own").errorHandler(noErrorHandler()).choice()
                        .when(simple("${variable.trial} == true && ${variable.export.domain} == 'ba'"))
                        .throwException(new IOException("this is a trial")).end();
            }
        }, "export.ba.sinks=direct:sink-file", "export.ba.transform=direct:transform-own")) {
            delivered(configured, "[\"Team\",\"Developer\"]");

            assertThat(findings(configured)).contains("FAIL  transform direct:transform-own of ba: "
                    + "direct:transform-own (export.ba.transform) failed: IOException: this is a trial");
        }
    }

    @Test
    void no_real_file_is_ever_taken_away() throws Exception {
        var real = Files.createDirectories(folder.resolve("data/ba/team-1/weekly"))
                .resolve("1970-01-01_1970-01-01.csv");
        Files.writeString(real, "a\n1\n");
        try (var configured = configured(); var template = configured.start().context().createProducerTemplate()) {
            var cleaned = template.request("direct:clean-file", exchange -> exchange.setVariable("export",
                    new Export("ba", List.of("ba"), new Scope("", "1"), new Window(LocalDate.EPOCH, LocalDate.EPOCH),
                            "weekly", "{}", List.of())));
            assertThat(cleaned.getException()).isNull();
        }
        assertThat(real).exists();
    }

    @ParameterizedTest
    @ValueSource(longs = {-14 * 24 * 60, 2})
    void a_server_whose_clock_is_not_ours_is_warned_of(long minutes) throws Exception {
        try (var front = DatedFront.before(sandbox.address(), () -> Instant.now().plus(Duration.ofMinutes(minutes)))) {
            var before = hour(minutes);
            var findings = findings("sei.base-url=" + front.address());
            var after = hour(minutes);

            assertThat(findings).satisfiesExactly(
                    api -> assertThat(api).startsWith("ok    API at "),
                    clock -> assertThat(clock).startsWith("warn  clock: the clock of " + front.address().getAuthority()
                            + " shows ").containsAnyOf(" shows " + before, " shows " + after)
                            .contains(" and that of this machine "),
                    folder -> assertThat(folder).startsWith("ok    staging folder "),
                    sink -> assertThat(sink).isEqualTo("ok    sink direct:sink-file"));
        }
    }

    private static String hour(long minutesFromNow) {
        return Instant.now().plus(Duration.ofMinutes(minutesFromNow)).toString().substring(0, 13);
    }

    @Test
    void nothing_is_left_in_the_staging_folder() throws Exception {
        findings();

        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    @Test
    void an_api_that_cannot_be_reached_is_a_finding_and_the_rest_is_tried() throws Exception {
        assertThat(findings("sei.base-url=http://127.0.0.1:9"))
                .satisfiesExactly(
                        api -> assertThat(api).startsWith("FAIL  API at http://127.0.0.1:9: no connection: ")
                                .endsWith("; check sei.base-url"),
                        folder -> assertThat(folder).startsWith("ok    staging folder "),
                        sink -> assertThat(sink).isEqualTo("ok    sink direct:sink-file"));
    }

    @Test
    void a_key_that_is_not_taken_is_a_finding_that_does_not_show_the_key() throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", call -> {
            var body = ("no such key: " + call.getRequestHeaders().getFirst("Authorization")).getBytes(UTF_8);
            call.sendResponseHeaders(401, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        server.start();
        try {
            assertThat(findings("sei.base-url=http://127.0.0.1:" + server.getAddress().getPort()).get(0))
                    .contains(": the server answered 401: no such key: ApiKey ***; check sei.api-key")
                    .doesNotContain("swordfish");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_staging_folder_that_cannot_be_made_is_a_finding() throws Exception {
        Files.writeString(staging(), "in the way");

        assertThat(findings()).hasSize(2).element(1).asString()
                .startsWith("FAIL  staging folder " + staging() + ": " + staging() + " cannot be written: ");
    }

    @Test
    void a_sink_that_does_not_take_its_file_is_a_finding_and_the_others_are_tried() throws Exception {
        Files.writeString(folder.resolve("data"), "in the way");

        assertThat(findings("export.ba.sinks=direct:sink-file,file:" + folder.resolve("copies")))
                .satisfiesExactly(
                        api -> assertThat(api).startsWith("ok    API at "),
                        staging -> assertThat(staging).startsWith("ok    staging folder "),
                        sink -> assertThat(sink).startsWith("FAIL  sink direct:sink-file: "),
                        sink -> assertThat(sink).isEqualTo("ok    sink file:" + folder.resolve("copies")));
    }

    @Test
    void a_sink_is_shown_without_its_secrets() throws Exception {
        assertThat(findings("export.ba.sinks=sftp:robot:swordfish@127.0.0.1:9/in?password=swordfish").get(3))
                .startsWith("FAIL  sink sftp:robot:xxxxxx@127.0.0.1:9/in: ")
                .doesNotContain("swordfish", "sei.base-url");
    }

    @Test
    void a_sink_may_ask_for_the_file_compressed() throws Exception {
        assertThat(findings(sink(steps -> steps.setBody(method("staging", "compressed"))
                .to("file:" + folder.resolve("packed"))))).contains("ok    sink direct:sink-own");

        assertThat(folder.resolve("packed").resolve(DELIVERED + ".csv")).isNotEmptyFile();
        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    /** Starts with a ledger that knows a file with these columns. */
    private static void delivered(Configured configured, String columns) throws Exception {
        configured.context().start();
        try (var ledger = configured.context().getRegistry().lookupByNameAndType("ledger", DataSource.class)
                .getConnection()) {
            ledger.createStatement().executeUpdate("insert into sei_series (server, series, domain, scope, "
                    + "granularity, columns) values ('" + configured.part(Account.class).ledgerName()
                    + "', 'ba~team-1~weekly', 'ba', 'team:1', 'weekly', '" + columns + "')");
        }
    }

    /** A sink of one's own that does this. */
    private static RouteBuilder sink(Consumer<RouteDefinition> steps) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                steps.accept(from("direct:sink-own").routeId("sink-own").errorHandler(noErrorHandler()));
            }
        };
    }

    private List<Path> filesIn(String below) throws IOException {
        try (var files = Files.walk(folder.resolve(below))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> findings(RouteBuilder own, String... lines) throws Exception {
        try (var configured = configured(own, lines)) {
            configured.context().start();
            return findings(configured);
        }
    }

    private Configured configured(RouteBuilder own, String... lines) throws Exception {
        var all = new ArrayList<>(List.of("export.ba.sinks=direct:sink-own"));
        all.addAll(List.of(lines));
        var configured = configured(all.toArray(String[]::new)).read();
        configured.context().addRoutes(own);
        return configured;
    }

    private List<String> findings(String... lines) throws Exception {
        try (var configured = configured(lines)) {
            return findings(configured.start());
        }
    }

    private static List<String> findings(Configured configured) throws Exception {
        return configured.context().getRegistry().findSingleByType(Check.class)
                .findings(configured.part(Domains.class).all())
                .stream().map(Check.Finding::toString).toList();
    }

    private Configured configured(String... lines) throws IOException {
        var all = new ArrayList<>(List.of("sei.base-url=" + sandbox.address(),
                "staging.directory=" + staging(), "sink.file.directory=" + folder.resolve("data")));
        all.add("export.ba.granularity=monthly");
        all.addAll(List.of("sprint", "productivity", "efficiency", "ticket-data").stream()
                .map(domain -> "export." + domain + ".sinks=direct:sink-file").toList());
        all.addAll(List.of(lines));
        return new Configured(folder, all.toArray(String[]::new));
    }

    private Path staging() {
        return folder.resolve("staging");
    }
}
