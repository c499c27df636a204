package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code once} exports, how it says so, and with which status it ends. */
class OnceIT {
    private static final String WINDOW = "2026-01-01_2026-03-31";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void as_delivered_it_lands_all_five_domains_from_the_embedded_simulator() throws Exception {
        var ended = installation.runAlone("once", "--as-of", "2026-04-05T12:00:00Z");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).endsWith("\n10 delivered, 0 failed.\n");
        assertThat(installation.files("data")).containsExactly(
                landed("ba/team-101/weekly"),
                manifested("ba/team-101/weekly"),
                landed("ba/team-102/weekly"),
                manifested("ba/team-102/weekly"),
                landed("efficiency/team-101/monthly"),
                manifested("efficiency/team-101/monthly"),
                landed("efficiency/team-102/monthly"),
                manifested("efficiency/team-102/monthly"),
                landed("productivity/team-101/monthly"),
                manifested("productivity/team-101/monthly"),
                landed("productivity/team-102/monthly"),
                manifested("productivity/team-102/monthly"),
                landed("sprint/team-101/sprint"),
                manifested("sprint/team-101/sprint"),
                landed("sprint/team-102/sprint"),
                manifested("sprint/team-102/sprint"),
                landed("ticket-data/team-101/monthly"),
                manifested("ticket-data/team-101/monthly"),
                landed("ticket-data/team-102/monthly"),
                manifested("ticket-data/team-102/monthly"));
    }

    private static String landed(String folder) {
        return folder + "/2026-03-01_2026-03-31.csv";
    }

    private static String manifested(String folder) {
        return folder + "/2026-03-01_2026-03-31.manifest.json";
    }

    @Test
    void what_was_delivered_is_owed_no_more() throws Exception {
        installation.exportingFrom(sandbox.address()).only("ba", "team:1")
                .run("once", "--as-of", "2026-04-05T12:00:00Z");

        var ended = installation.run("once", "--as-of", "2026-04-05T12:00:00Z");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).isEqualTo("Nothing is owed.\n");
        assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void with_nothing_owed_it_makes_none_of_the_routes_that_export_and_opens_no_bucket() throws Exception {
        var log = installation.path("classes.log");
        installation.exportingFrom(sandbox.address()).only("ba", "team:1")
                .set("export.ba.window", Installation.windowToCome())
                .set("export.ba.sinks", "direct:sink-s3").set("sink.s3.bucket", "a-bucket")
                .set("sink.s3.endpoint", sandbox.address()).set("sei.allow-plain-http", true)
                .set("sink.s3.access-key", "exporter").set("sink.s3.secret-key", "exporters-secret");

        var ended = Installation.ended(installation.program().jvmOptions("-Xlog:class+load:file=" + log), "once");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).isEqualTo("Nothing is owed.\n");
        assertThat(Files.readString(log)).contains(" org.apache.camel.component.sql.SqlProducer ")
                .doesNotContain("awssdk.services.s3.DefaultS3Client ",
                        " org.apache.camel.processor.RecipientListProcessor ",
                        " org.apache.camel.component.http.HttpEndpoint ");
    }

    @Test
    void what_camel_refuses_when_it_makes_a_route_ends_it_before_anything_is_claimed() throws Exception {
        installation.exportingFrom(sandbox.address()).only("ba", "team:1");
        installation.routes().write("sinks", "sink-mine", """
                - route:
                    id: sink-mine
                    group: sinks
                    from:
                      uri: direct:sink-mine
                      steps:
                        - to: nowhere:in-particular
                """);

        var ended = installation.run("once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).last().asString()
                .startsWith("not started: route sink-mine: No endpoint could be found for: nowhere:");
        assertThat(ended.errors().lines()).noneMatch(line -> line.startsWith("\tat "));
        assertThat(sandbox.received()).isEmpty();
        assertThat(installation.run("history").output()).contains("owed").doesNotContain("is worked on");
        assertThat(installation.run("check").errors()).startsWith("not started: route sink-mine: ");
        assertThat(installation.run("once", "--as-of", "2000-01-01T00:00:00Z").output()).isEqualTo("Nothing is owed.\n");
    }

    @Test
    void a_clock_that_fails_keeps_no_other_one_from_exporting_and_is_named_after_the_table() throws Exception {
        installation.exportingFrom(sandbox.address()).only("ba", "team:1");
        for (var other : List.of("sprint", "ticket-data")) {
            installation.set("export." + other + ".enabled", true).set("export." + other + ".scopes", "team:1");
        }
        installation.routes().replace("export-sprint", "      steps:\n", """
                      steps:
                        - throwException:
                            id: sprint-failed
                            exceptionType: java.lang.IllegalStateException
                            message: nobody answers
                """);

        var ended = installation.run("once");

        assertThat(ended.output()).contains("ba team:1 ", "ticket-data team:1 ").endsWith("\n2 delivered, 0 failed.\n");
        assertThat(ended.errors()).endsWith("route export-sprint failed, so what it owes is not known: "
                + "nobody answers\n");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(installation.files("data")).filteredOn(file -> file.endsWith(".manifest.json")).hasSize(2);
        assertThat(installation.run("once").code()).isEqualTo(1);
    }

    @Test
    void only_the_named_exports_are_made() throws Exception {
        var ended = installation.exportingFrom(sandbox.address()).run("once", "--export", "ba", "--export", "sprint");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("\n4 delivered, 0 failed.");
        assertThat(sandbox.received()).extracting(call -> call.path().split("/")[3])
                .containsOnly("ba", "sprint", "sprints");
    }

    @Test
    void nothing_is_owed_while_every_window_is_open() throws Exception {
        installation.exportingFrom(sandbox.address());
        for (var domain : Installation.DOMAINS) {
            installation.set("export." + domain + ".window", Installation.windowToCome());
        }

        var ended = installation.run("once");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).isEqualTo("Nothing is owed.\n");
        assertThat(sandbox.received()).isEmpty();
    }

    @Test
    void a_domain_that_is_switched_off_is_not_exported() throws Exception {
        var ended = installation.exportingFrom(sandbox.address()).only("sprint", "team:1").run("once");

        assertThat(ended.output()).contains("\nsprint team:1 ").contains("\n1 delivered, 0 failed.");
        assertThat(ended.code()).isZero();
    }

    @Test
    void the_neighbours_of_a_failed_export_are_delivered() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.failing("Invalid teamId").forTeam("2"));

        var ended = exportOfThreeTeams().runAlone("once");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(installation.files("data")).containsExactly(
                "ba/team-1/weekly/" + WINDOW + ".csv",
                "ba/team-1/weekly/" + WINDOW + ".manifest.json",
                "ba/team-3/weekly/" + WINDOW + ".csv",
                "ba/team-3/weekly/" + WINDOW + ".manifest.json");
    }

    @Test
    void the_table_says_why_an_export_failed() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.failing("Invalid teamId").forTeam("2"));

        var ended = exportOfThreeTeams().run("once");

        assertThat(ended.output().lines()).hasSize(5)
                .anyMatch(line -> line.matches("ba team:1 +2026-01-01\\.\\.2026-03-31 +delivered +\\d+ +\\d+ +[\\d.]+"))
                .contains("ba team:2  2026-01-01..2026-03-31  FAILED"
                        + " ".repeat(27) + "the server ended the job as FAILED: Invalid teamId")
                .endsWith("2 delivered, 1 failed.");
    }

    private Installation exportOfThreeTeams() throws IOException {
        return installation.exportingFrom(sandbox.address()).only("ba", "team:1,team:2,team:3")
                .set("export.ba.window", "fixed:2026-01-01..2026-03-31");
    }

    @Test
    void a_sink_that_fails_fails_the_export_but_not_its_other_sinks() throws Exception {
        Files.writeString(installation.path("occupied"), "a file where a folder is wanted");

        var ended = exportOfThreeTeams().only("ba", "team:1")
                .set("export.ba.sinks", "file:occupied/below,direct:sink-file").run("once");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("FAILED")
                .containsPattern("file:.*occupied/below did not accept the file: .*occupied");
        assertThat(installation.files("data")).contains("ba/team-1/weekly/" + WINDOW + ".manifest.json");
    }

    @Test
    void the_next_run_offers_a_staged_file_to_the_sink_that_failed_without_asking_the_server() throws Exception {
        var occupied = Files.writeString(installation.path("occupied"), "a file where a folder is wanted");
        exportOfThreeTeams().only("ba", "team:1").set("export.ba.sinks", "file:occupied/below,direct:sink-file")
                .run("once");
        Files.delete(occupied);

        var ended = installation.run("once");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).endsWith("1 delivered, 0 failed.\n");
        assertThat(installation.files("occupied")).containsExactly("below/ba/team-1/weekly/" + WINDOW + ".csv");
        assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(1);
        assertThat(sandbox.count(Call.DOWNLOAD, "ba")).isEqualTo(1);
    }

    @Test
    void no_file_waits_in_the_staging_folder_when_no_sink_has_failed() throws Exception {
        sandbox.faults().next(Call.DOWNLOAD, "ba", Fault.body("text/csv", "a,b\n1\n".getBytes(UTF_8)).forTeam("2"));

        var ended = exportOfThreeTeams().set("retry.max-attempts", 1).run("once");

        assertThat(ended.output()).contains("2 delivered, 1 failed.");
        assertThat(installation.files("staging")).isNotEmpty()
                .allMatch(name -> name.matches("\\.in-use|quarantine/.*"));
    }
}
