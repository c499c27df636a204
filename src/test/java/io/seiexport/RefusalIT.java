package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends the program before it has done anything: status 1, a line for each finding, and not one request. */
class RefusalIT {
    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** The sentences themselves are tested where they are made. */
    private void refused(Installation.Ended ended, String... beginningsOfLines) {
        assertThat(ended.errors().lines().toList()).hasSameSizeAs(beginningsOfLines)
                .zipSatisfy(List.of(beginningsOfLines), (line, beginning) -> assertThat(line).startsWith(beginning));
        nothingWasDone(ended);
    }

    private void refusedInAnyOrder(Installation.Ended ended, List<String> beginningsOfLines) {
        assertThat(ended.errors().lines().toList()).hasSameSizeAs(beginningsOfLines);
        assertThat(beginningsOfLines).allSatisfy(beginning -> assertThat(ended.errors().lines())
                .filteredOn(line -> line.startsWith(beginning)).hasSize(1));
        nothingWasDone(ended);
    }

    private void nothingWasDone(Installation.Ended ended) {
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(sandbox.received()).isEmpty();
        assertThat(installation.path("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            once --exprot ba        | Unknown options: '--exprot', 'ba'; see sei-export once --help
            onec                    | Unmatched argument at index 0: 'onec'; see sei-export --help
            run now                 | Unmatched argument at index 1: 'now'; see sei-export run --help
            once --export           | Missing required parameter for option '--export' (NAME); \
            see sei-export once --help
            plan --as-of yesterday  | Invalid value for option '--as-of': 'yesterday' is not a time such as \
            2026-04-02T06:00:00Z; see sei-export plan --help
            once --as-of 2999-01-01T00:00:00Z | --as-of 2999-01-01T00:00:00Z is in the future: windows that are \
            still open would count as delivered; only plan takes a \
            time in the future; see sei-export once --help
            once --as-of 1969-12-31T23:59:59Z | --as-of 1969-12-31T23:59:59Z is not a time from 1970-01-01 to ten \
            years ahead; see sei-export once --help
            plan --as-of +999999999-12-31T23:59:59Z | --as-of +999999999-12-31T23:59:59Z is not a time from 1970-01-01 \
            to ten years ahead; see sei-export plan --help
            plan --as-of -999999999-01-01T00:00:00Z | --as-of -999999999-01-01T00:00:00Z is not a time from 1970-01-01 \
            to ten years ahead; see sei-export plan --help
            backfill --from 2026-01-01 --to 9999-12-31 | Invalid value for option '--to': '9999-12-31' is not a date \
            from 1970-01-01 to ten years ahead; see sei-export backfill --help
            backfill --from 0026-01-01 --to 2026-01-31 | Invalid value for option '--from': '0026-01-01' is not a date \
            from 1970-01-01 to ten years ahead; see sei-export backfill --help
            backfill --to 2026-01-31 | Missing required option: '--from=DATE'; see sei-export backfill --help
            backfill --from 2026-01-01 | Missing required option: '--to=DATE'; see sei-export backfill --help
            backfill --from 2026-01-01 --to 2026-02-30 | Invalid value for option '--to': '2026-02-30' is not a date \
            such as 2026-01-31; see sei-export backfill --help
            backfill --from 2026-02-01 --to 2026-01-31 | --to 2026-01-31 is before --from 2026-02-01; \
            see sei-export backfill --help
            retry                   | Give either window ids, or --failed and/or a selection; \
            see sei-export retry --help
            retry --failed ba/x     | Give either window ids, or --failed and/or a selection; \
            see sei-export retry --help
            once --window january   | Invalid value for option '--window' (WINDOW): 'january' is neither a window id \
            from history nor days: use 2026-01-15, 2026-01 or 2026-01-01..2026-03-31; see sei-export once --help
            history --window 2026-03..2026-01 | Invalid value for option '--window' (WINDOW): '2026-03..2026-01' is \
            not a range of days: the last day is before the first; see sei-export history --help
            plan --explain 9999-01  | Invalid value for option '--explain' (WINDOW): '9999-01' is not within the days \
            from 1970-01-01 to ten years ahead; see sei-export plan --help
            retry --state gone      | Invalid value for option '--state' (STATE): 'gone' is not a state, only owed, \
            asked, created, staged, delivered, failed; see sei-export retry --help
            once --state failed     | --state failed: windows that are given up are not retried by \
            themselves; `retry --state failed` puts them back
            plan --state failed     | --state failed: windows that are given up are not owed; \
            `history --state failed` shows them
            retry --state delivered | --state delivered: delivered windows have not failed; `backfill --force` \
            exports them again
            forget --state delivered | --state delivered: delivered windows are not owed, and stay in the ledger
            history --failed --state delivered | --state delivered: delivered windows have not failed
            backfill --from 2026-01-01 --to 2026-01-31 --state delivered | --state delivered: delivered windows are \
            exported again only with --force
            once --scope team:9     | --scope team:9: no enabled export has this scope, only team:101, \
            team:102
            once --export ba --scope tree:Engineering/team:102 | --scope tree:Engineering/team:102: no enabled export \
            has this scope, only team:101, team:102
            history --scope team:9  | --scope team:9: this scope is neither in the settings nor in the ledger, only \
            team:101, team:102
            once --export ba --window ba/team-9/weekly/2026-01-01_2026-01-31 | --window \
            ba/team-9/weekly/2026-01-01_2026-01-31: no selected export asks for it, only ba/team-101/weekly, \
            ba/team-102/weekly
            history --page 0        | --page 0: the first page is 1; see sei-export history --help
            history --page 2 --json | --json prints all pages; leave out --page; see sei-export history --help
            history --export bo     | --export bo: no enabled export has this name, only ba, efficiency, \
            productivity, sprint, ticket-data
            sandbox --port http     | Invalid value for option '--port': 'http' is not an int; \
            see sei-export sandbox --help
            sandbox --port 65536    | --port 65536: port out of range
            once --export bo        | --export bo: no enabled export has this name, only ba, efficiency, \
            productivity, sprint, ticket-data
            """)
    void a_wrong_call(String call, String finding) throws Exception {
        refused(installation.run(call.split(" ")), finding);
    }

    /**
     * Some findings keep others from being looked for, above all those of the same domain; so there are several starts.
     */
    @ParameterizedTest
    @ValueSource(strings = {"""
            export.ba.aggregation mean    | export.ba.aggregation is not a setting; did you mean export.ba.cron?
            export.ba.granularty mean     | export.ba.granularty is not a setting; did you mean export.ba.granularity?
            export.sprnt.enabled mean     | export.sprnt.enabled is not a setting; did you mean export.sprint.enabled?
            sei.url mean                  | sei.url is not a setting; did you mean sei.org?
            sei.base-url app.harness.io
            sei.auth basic
            export.zone Mars/Base
            export.max-in-flight 0
            poll.timeout soon
            export.ba.cron 0 5 * * *
            export.ba.sinks sink-file
            export.sprint.sinks direct:sink-ftp
            export.productivity.window fortnight
            export.efficiency.window fixed:2026-02-30..2026-03-31
            export.ticket-data.window fixed:2026-04-01..2026-03-31
            """, """
            sei.api-key                   | sei.api-key is missing:
            sei.project                   | sei.project is missing:
            export.ba.scopes              | export.ba.scopes is missing:
            export.sprint.window trailing:999999999d
            export.sprint.sinks fiel:data | export.sprint.sinks = fiel:
            export.productivity.since 0026-01-01
            export.productivity.sinks direct:sink-s3 | sink.s3.bucket is missing:
            export.efficiency.closing-lag P999999999Y
            export.ticket-data.closing-lag a day
            """, """
            export.ba.scopes team
            export.sprint.scopes tree:Engineering/team:1
            export.efficiency.enabled yes
            export.ticket-data.window fixed:0001-01-01..2026-03-31
            """, """
            export.ba.granularity daily
            export.sprint.metrics Sprint_Commit
            export.efficiency.sinks       | export.efficiency.sinks is missing:
            """, """
            log.format xml
            """})
    void settings_that_cannot_be_are_a_line_each(String wrong) throws Exception {
        var findings = new ArrayList<String>();
        for (var line : wrong.lines().toList()) {
            var setting = line.split(" *[|] *")[0].split(" ", 2);
            var value = setting.length > 1 ? setting[1].strip() : "";
            installation.set(setting[0], value);
            findings.add(line.contains("|") ? line.split(" *[|] *")[1] : setting[0] + " = " + value + ": ");
        }

        refusedInAnyOrder(installation.run("once"), findings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sei.org", "sei.project"})
    void a_name_that_the_ledger_cannot_take(String key) throws Exception {
        refused(installation.set(key, "x".repeat(300)).run("once"),
                "sei.base-url, sei.project and sei.org have ");
    }

    @Test
    void more_exports_than_a_command_can_hold() throws Exception {
        installation.only("ba", "team:1").set("export.ba.window", "day").set("export.ba.since", "1970-01-01");

        refused(installation.run("plan"), "ba owes more than the 20000 exports that can be requested at once; set "
                + "export.ba.since, or --from of a backfill, to a later day, or split the range");
    }

    @Test
    void several_findings_are_a_line_each() throws Exception {
        installation.set("export.ba.granularity", "daily").set("retry.max-attempts", "none").set("sei.auht", "basic");

        refused(installation.runAlone("run"),
                "sei.auht is not a setting; did you mean sei.auth?",
                "retry.max-attempts = none: ",
                "export.ba.granularity = daily: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "check", "run", "history", "retry --failed"})
    void the_other_commands_refuse_as_well(String command) throws Exception {
        refused(installation.set("export.zone", "Mars/Base").run(command.split(" ")), "export.zone = Mars/Base: ");
    }

    @Test
    void a_folder_without_settings_and_routes() throws Exception {
        var empty = Files.createDirectory(installation.path("empty"));

        refused(Installation.ended(JavaProgram.packaged().in(empty), "once"),
                "application.properties or routes/ is missing in " + empty.toRealPath()
                        + "; start the program in the folder that holds both");
    }

    @Test
    void a_route_that_is_no_yaml_is_named_with_file_and_line() throws Exception {
        Files.writeString(installation.path("routes/sinks/sink-mine.camel.yaml"), """
                - route:
                    id: sink-mine
                   from: [
                """);

        refused(installation.run("once"), "not started: while parsing a block mapping in "
                + "file:routes/sinks/sink-mine.camel.yaml, line 1, column 3: expected <block end>, but found "
                + "'<block mapping start>' in file:routes/sinks/sink-mine.camel.yaml, line 3, column 4");
    }

    @Test
    void a_route_with_an_unknown_step_is_named_with_file_and_line() throws Exception {
        Files.writeString(installation.path("routes/sinks/sink-mine.camel.yaml"), """
                - route:
                    id: sink-mine
                    from:
                      uri: direct:sink-mine
                      steps:
                        - sent: file:mine
                """);

        refused(installation.run("once"),
                "not started: Unknown node id: sent in file:routes/sinks/sink-mine.camel.yaml, line 6, column 11");
    }

    @Test
    void a_route_that_lacks_its_setting_is_named() throws Exception {
        Files.writeString(installation.path("routes/sinks/sink-mine.camel.yaml"), """
                - route:
                    id: sink-mine
                    from:
                      uri: direct:sink-mine
                      steps:
                        - to: file:{{sink.mine.directory}}
                """);

        refused(installation.run("once"), "sink.mine.directory is not set: routes/sinks/sink-mine.camel.yaml: a step to "
                + "of the route sink-mine needs it; ");
    }

    @Test
    void a_copy_of_a_whole_file_is_named_with_its_original() throws Exception {
        Files.copy(installation.path("routes/sinks/sink-file.camel.yaml"),
                installation.path("routes/sinks/sink-copy.camel.yaml"));

        assertThat(installation.run("plan").errors()).contains("routes/sinks/sink-copy.camel.yaml and "
                + "routes/sinks/sink-file.camel.yaml both have the ids sink-file, ", "; give each route and step its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "check", "once", "run", "backfill --from 2026-01-01 --to 2026-01-31"})
    void mistakes_in_routes_and_lists_of_ones_own_are_said_together(String command) throws Exception {
        var routes = installation.routes();
        Files.writeString(installation.path("routes/sinks/sink-mine.camel.yaml"), """
                - route:
                    id: sink-mine
                    group: sinks
                    from:
                      uri: direct:sink-mine
                      steps:
                        - to:
                            id: renew-mine
                            uri: direct:ledger-leese
                        - setHeader:
                            id: write-file
                            name: CamelFileName
                            simple: ${variable.exprot.name}.csv
                """);
        routes.write("exports", "export-board", Files.readString(routes.file("export-ba"))
                .replaceAll("(domain-|name: |export[-.]|triggerName: | )ba\\b", "$1board").replace("{end}", "{ende}"));
        installation.set("export.board.scopes", "team:7").set("export.board.granularity", "weekly")
                .set("export.board.sinks", "file:out?fileNaem=x");

        refused(installation.run(command.split(" ")),
                "routes/sinks/sink-mine.camel.yaml: the step renew-mine of the route sink-mine calls "
                        + "direct:ledger-leese, which no route has; did you mean direct:ledger-lease?",
                "routes/sinks/sink-file.camel.yaml and routes/sinks/sink-mine.camel.yaml both have the id write-file; ",
                "routes/sinks/sink-mine.camel.yaml: the step write-file of the route sink-mine reads the variable "
                        + "exprot, which no step writes; did you mean export?",
                "routes/exports/export-board.camel.yaml: the place {ende} in the request of the domain board is filled "
                        + "by nothing; did you mean {end}?",
                "export.board.sinks = file:...: the component file has no option fileNaem; did you mean fileName?");
    }

    @Test
    void a_management_port_that_is_taken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            refused(installation.set("camel.management.port", taken.getLocalPort()).run("run"),
                    "camel.management.port = " + taken.getLocalPort() + ": this port of 127.0.0.1 cannot be opened");
        }
    }

    @Test
    void a_port_of_the_simulator_that_is_taken() throws Exception {
        var taken = sandbox.address().getPort();

        refused(installation.run("sandbox", "--port", String.valueOf(taken)),
                "--port " + taken + ": The sandbox cannot listen on 127.0.0.1:" + taken + ": ");
    }
}
