package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.RouteFolder;

/** Two projects that land in one folder under the same names. */
class FileOfAnotherProjectTest extends RouteTest {
    private static final String NAME = "ba/team-1/weekly/2026-04-01_2026-04-30";
    private static final String THEIRS = "Team,Points\nA,1\n";
    private static final String OURS = "Team,Points\nA,2\n";

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:1"));

    @ParameterizedTest
    @CsvSource({"sei.project, Theirs, project Theirs of organization Acme",
        "sei.org, Theirs, project Metrics of organization Theirs"})
    void its_file_is_not_replaced_but_named_with_the_setting_to_change(String key, String value, String whose)
            throws Exception {
        land(with(key, value), THEIRS);
        var manifest = Files.readString(manifest());

        var failure = refused(settings);

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(failure.sentence())
                .isEqualTo("the sink direct:sink-file did not accept the file: the file that exists under this "
                + "name is that of " + whose + " at " + sandbox().address() + ", as " + manifest() + " says, and is "
                + "not replaced by that of project Metrics of organization Acme at " + sandbox().address()
                + "; set sink.file.directory to another place, or delete that file and its manifest");
        assertThat(csv()).hasContent(THEIRS);
        assertThat(manifest()).hasContent(manifest);
    }

    @Test
    void the_same_project_on_another_server_is_another() throws Exception {
        land(with("sei.base-url", "http://localhost:" + sandbox().address().getPort()), THEIRS);

        assertThat(refused(settings).sentence()).contains(" at http://localhost:", " at http://127.0.0.1:");
        assertThat(csv()).hasContent(THEIRS);
    }

    @Test
    void the_same_server_in_other_letters_is_the_same() throws Exception {
        land(with("sei.base-url", "http://localhost:" + sandbox().address().getPort()), THEIRS);

        land(with("sei.base-url", "HTTP://LocalHost:" + sandbox().address().getPort() + "//"), OURS);

        assertThat(csv()).hasContent(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sha256\": \"822e403f\", \"domain\": \"ba\"}", "{\"project\": null, \"org\": 7}",
        "{\"server\": ", "", "[]", "sha256"})
    void a_manifest_that_names_nobody_is_replaced_as_ever(String manifest) throws Exception {
        Files.createDirectories(csv().getParent());
        Files.writeString(csv(), THEIRS);
        Files.writeString(manifest(), manifest);

        land(settings, OURS);

        assertThat(csv()).hasContent(OURS);
        assertThat(manifest()).content().contains("\"project\" : \"Metrics\"");
    }

    @Test
    void a_file_without_a_manifest_is_replaced_as_ever() throws Exception {
        land(with("sei.project", "Theirs"), THEIRS);
        Files.delete(manifest());

        land(settings, OURS);

        assertThat(csv()).hasContent(OURS);
    }

    @Test
    void the_other_sinks_get_the_file_all_the_same() throws Exception {
        land(with("sei.project", "Theirs"), THEIRS);
        var copies = folder.resolve("copies");

        refused(with("export.ba.sinks", "direct:sink-file,file:" + copies));

        assertThat(copies.resolve(NAME + ".csv")).hasContent(OURS);
    }

    @Test
    void a_sink_that_is_down_besides_is_tried_again_as_ever() throws Exception {
        land(with("sei.project", "Theirs"), THEIRS);
        Files.writeString(folder.resolve("occupied"), "a file where a folder is wanted");

        var failure = refused(with("export.ba.sinks", "direct:sink-file,file:" + folder.resolve("occupied/below")));

        assertThat(failure.reason()).isEqualTo(Reason.SINK);
        assertThat(failure.sentence()).contains("project Theirs", "; the sink file:");
    }

    @Test
    void when_it_is_gone_or_the_sink_leads_elsewhere_the_staged_file_lands_without_asking_the_server()
            throws Exception {
        land(with("sei.project", "Theirs"), THEIRS);
        refused(settings);
        var requests = requests().size();
        var elsewhere = folder.resolve("elsewhere");

        startAgain(with("sink.file.directory", elsewhere.toString()));
        tick("ba", NOW);

        ends.await();
        assertThat(elsewhere.resolve(NAME + ".csv")).hasContent(OURS);
        assertThat(csv()).hasContent(THEIRS);
        assertThat(requests()).hasSize(requests);
    }

    @Test
    void a_settle_run_does_not_take_it_for_ours_though_it_is_the_same() throws Exception {
        settings.put("export.ba.settle", "1");
        land(settings, OURS);
        Files.writeString(manifest(), Files.readString(manifest()).replace("\"Metrics\"", "\"Theirs\""));

        startAgain(settings);
        serve(OURS);
        tick("ba", NOW);

        assertThat(ends.await().unchanged()).isEmpty();
        assertThat(ends.failed().values()).singleElement().extracting(Failure::reason).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(manifest()).content().contains("\"project\" : \"Theirs\"");
    }

    @Test
    void a_copy_of_the_sink_refuses_it_too_and_names_its_own_setting() throws Exception {
        land(with("sei.project", "Theirs"), THEIRS);

        var failure = refused(withASinkOfOnesOwn(RouteFolder.ofThisProject().text("sink-file")
                .replace("id: ", "id: own-").replace("own-sink-file", "sink-share").replace("name: sink-file",
                        "name: sink-share").replace("sink.file.", "sink.share.")));

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(failure.sentence()).startsWith("the sink direct:sink-share did not accept the file: ")
                .endsWith("; set sink.share.directory to another place, or delete that file and its manifest");
        assertThat(csv()).hasContent(THEIRS);
    }

    @Test
    void a_sink_of_ones_own_that_reads_its_manifest_refuses_it_with_one_step() throws Exception {
        land(with("sei.project", "Theirs"), THEIRS);

        var failure = refused(withASinkOfOnesOwn("""
                - route:
                    id: sink-share
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct
                      parameters:
                        name: sink-share
                      steps:
                        - pollEnrich:
                            timeout: "120000"
                            expression:
                              simple:
                                expression: "file:{{sink.share.directory}}/ba/team-1/weekly?noop=true&\
                fileName=2026-04-01_2026-04-30.manifest.json"
                        - bean:
                            ref: foreignFiles
                            method: refuse(${bodyAs(String)}, "sink.share.directory")
                """));

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(failure.sentence())
                .startsWith("the sink direct:sink-share did not accept the file: the file that exists under "
                + "this name is that of project Theirs of organization Acme at ").contains(", as its manifest says, ")
                .endsWith("; set sink.share.directory to another place, or delete that file and its manifest");
    }

    private Map<String, String> withASinkOfOnesOwn(String route) throws IOException {
        routes().write("sinks", "sink-share", route);
        var all = with("export.ba.sinks", "direct:sink-share");
        all.put("sink.share.directory", data().toString());
        return all;
    }

    private Map<String, String> with(String key, String value) {
        var all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }

    /** Starts anew with these settings and delivers this file. */
    private void land(Map<String, String> settings, String csv) throws Exception {
        startAgain(settings);
        serve(csv);
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
        assertThat(csv()).hasContent(csv);
    }

    /** Starts anew with these settings and fails to deliver ours. */
    private Failure refused(Map<String, String> settings) throws Exception {
        startAgain(settings);
        serve(OURS);
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    private void serve(String csv) {
        sandbox().faults().clear();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8))).forEver();
    }

    private Path csv() {
        return data().resolve(NAME + ".csv");
    }

    private Path manifest() {
        return data().resolve(NAME + ".manifest.json");
    }
}
