package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.support.Configured;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After an upgrade the engine is of this program, and the copies of the users are as they were. */
class OlderCopiesTest {
    private static final String ADVICE = "; if another version of this program left this file, delete it, or compare "
            + "it with the one that came with this jar";

    @TempDir
    private Path folder;
    private RouteFolder routes;

    @BeforeEach
    void install() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
    }

    private List<String> findings(String... more) throws Exception {
        var lines = new ArrayList<>(List.of("camel.main.routes-include-pattern=" + routes.pattern()));
        lines.addAll(List.of(more));
        try (var configured = new Configured(folder, lines.toArray(String[]::new)).read()) {
            return configured.preflight().findings();
        }
    }

    @Test
    void a_sink_that_calls_every_file_a_csv_takes_no_json_lines() throws Exception {
        jsonLines();
        var file = routes.write("sinks", "sink-share", """
                - route:
                    id: sink-share
                    group: sinks
                    from:
                      uri: direct
                      parameters:
                        name: sink-share
                      steps:
                        - to:
                            id: write-to-share
                            uri: file
                            parameters:
                              directoryName: share
                              fileName: ${variable.export.name}.csv
                """);

        assertThat(findings("export.ba.transform=direct:transform-own", "export.ba.transform-format=jsonl",
                "export.ba.sinks=direct:sink-file,direct:sink-share")).containsExactly(
                "export.ba.transform-format = jsonl: " + file + " calls every file ${variable.export.name}.csv; write "
                        + "${variable.export.fileName} there, which has the right ending");
        assertThat(findings("export.ba.transform=direct:transform-own", "export.ba.sinks=direct:sink-share"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "postgres, sink.postgres.url=jdbc:postgresql://db/x, sink.postgres.username=x, sink.postgres.password=x",
        "parquet, sink.parquet.directory=parquet, sink.parquet.all-text=true, sink.parquet.memory-limit=1GB"})
    void a_sink_that_reads_rows_takes_no_json_lines(String name, String one, String other, String third)
            throws Exception {
        jsonLines();
        routes.write("sinks", "sink-" + name, Files.readString(Path.of("src/docs/sinks/sink-" + name
                + ".camel.yaml")));

        assertThat(findings("export.ba.transform=direct:transform-own", "export.ba.transform-format=jsonl",
                "export.ba.sinks=direct:sink-" + name, one, other, third)).containsExactly(
                "export.ba.transform-format = jsonl: direct:sink-" + name + " reads the rows of a CSV; list another "
                        + "sink, or let the transform make a CSV");
    }

    @Test
    void columns_alone_make_no_json_lines() throws Exception {
        assertThat(findings("export.ba.transform=direct:transform-columns", "export.ba.columns.drop=Hours",
                "export.ba.transform-format=jsonl")).containsExactly("export.ba.transform-format = jsonl: "
                        + "direct:transform-columns leaves a CSV; name in export.ba.transform a route of your own that "
                        + "calls it and makes JSON lines of what it leaves");
    }

    private void jsonLines() throws IOException {
        routes.write("transforms", "transform-own", """
                - route:
                    id: transform-own
                    group: transforms
                    from:
                      uri: direct
                      parameters:
                        name: transform-own
                      steps:
                        - setBody:
                            id: no-lines
                            expression:
                              constant:
                                expression: ""
                """);
    }

    @Test
    void a_sink_that_asks_for_what_was_renamed_or_is_gone_is_named_with_each_step() throws Exception {
        var file = routes.write("sinks", "sink-share", Files.readString(routes.file("sink-file"))
                .replaceAll("(?m)^( +(?:- )?id: )(?!verify)(.*)", "$1share-$2")
                .replace("share-sink-file", "sink-share").replace("name: sink-file", "name: sink-share")
                .replace("verify-file", "verify-share").replace("id: share-look", "id: look-share")
                .replace("method: takePlace(", "method: move(")
                .replace("name: ledger-lease", "name: ledger-renewal")
                .replace("ref: withdrawal", "ref: withdrawals")
                .replace("method: refuse(\"{{sink.file.directory}}\", ", "method: refuse(")
                .replace("${variable.export.fileName}", "${variable.fileName}"));

        assertThat(findings()).containsOnlyOnce(
                file + ": the step share-rename-file of the route sink-share uses the bean landing (move), which this "
                        + "program does not have" + ADVICE,
                file + ": the step share-renew-lease-before-rename of the route sink-share calls "
                        + "direct:ledger-renewal, which no route has; did you mean direct:ledger-renew?",
                file + ": the step share-withdraw-manifest-from-folder of the route sink-share uses the bean "
                        + "withdrawals (withdraw), which this program does not have, and no camel.beans.withdrawals "
                        + "defines it; did you mean withdrawal?",
                file + ": the step share-write-file of the route sink-share reads the variable fileName, which no step "
                        + "writes; set it by a step before, where Java or a script of yours writes it");
    }

    @Test
    void a_sink_from_before_manifests_is_named() throws Exception {
        routes.replace("sink-file", """
                        - setBody:
                            id: write-manifest-for-folder
                            expression:
                              method:
                                ref: manifest
                                method: write
                """, "");

        assertThat(findings()).containsExactly(routes.file("sink-file") + " is older than this program, or lost a "
                + "step: it does not use the bean manifest (write); take the step over from the sink-file that came "
                + "with this jar");
    }

    @Test
    void a_domain_from_before_it_was_declared_as_a_bean_is_named() throws Exception {
        var old = routes.text("export-ba").replaceFirst("(?s)- setBody:.*?(?= +- to:)", """
                - setVariable:
                            name: domain
                            constant: ba
                        - setBody:
                            constant: '{"scope": "{scope: team}"}'
                """).replaceFirst("precondition: .*", "autoStartup: \"{{export.ba.enabled}}\"");
        var file = Files.writeString(routes.file("export-ba"), old);

        assertThat(findings()).containsExactly(file + ": the route export-ba gives no domain; declare one among the "
                + "beans of this file, and let the route set the body to it by ${ref:<name of the bean>}");
    }

    @Test
    void a_domain_that_is_switched_on_by_the_older_word_still_runs() throws Exception {
        routes.replace("export-ba", "precondition: \"'{{export.ba.enabled}}' =~ 'true'\"",
                "autoStartup: \"{{export.ba.enabled}}\"");

        assertThat(findings()).isEmpty();
    }
}
