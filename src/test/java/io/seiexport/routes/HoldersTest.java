package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import io.seiexport.support.Manifests;
import io.seiexport.support.PowerCut;

/** What is delivered again although the server has nothing new. */
@Order(1)
class HoldersTest extends RouteTest {
    private static final String NAME = "ba/team-4711/weekly/2026-04-01_2026-04-30";
    private static final String FIRST = "Team,Points\nA,1\n";
    private static final String SECOND = "Team,Points\nA,2\n";

    private final Map<String, String> settings = new HashMap<>(Map.of("export.ba.scopes", "team:4711",
            "export.ba.settle", "1"));
    private PowerCut power = new PowerCut();

    @BeforeEach
    void addASinkOfOnesOwn() throws IOException {
        settings.put("sink.share.directory", share().toString());
        copy("sink-file", "sink-share");
    }

    private void copy(String from, String to) throws IOException {
        routes().write("sinks", to, routes().text(from)
                        .replace("id: ", "id: own-").replace("id: own-" + from, "id: " + to)
                        .replace("name: " + from, "name: " + to).replace("sink.file.", "sink.share."));
    }

    @Override
    protected Map<String, Object> beans() {
        return Map.of("power", power);
    }

    /** What may become of a file that was delivered. */
    private enum Loss {
        ALL_IS_GONE, FILE_IS_GONE, FILE_IS_EMPTY, FILE_IS_ANOTHER, MANIFEST_IS_GONE, MANIFEST_IS_OF_ANOTHER,
        MANIFEST_IS_NONE, MANIFEST_IS_EMPTY;

        void befall(Path csv, Path manifest) throws IOException {
            switch (this) {
                case ALL_IS_GONE -> {
                    Files.delete(csv);
                    Files.delete(manifest);
                    Files.delete(csv.getParent());
                }
                case FILE_IS_GONE -> Files.delete(csv);
                case FILE_IS_EMPTY -> Files.writeString(csv, "");
                case FILE_IS_ANOTHER -> Files.writeString(csv, SECOND);
                case MANIFEST_IS_GONE -> Files.delete(manifest);
                case MANIFEST_IS_OF_ANOTHER -> Files.writeString(manifest, "{\"sha256\": \"822e403f\"}");
                case MANIFEST_IS_NONE -> Files.writeString(manifest, "sha256");
                default -> Files.writeString(manifest, "");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void what_a_sink_no_longer_holds_is_delivered_to_it_again(Loss loss) throws Exception {
        start(settings);
        settle(FIRST);
        loss.befall(data().resolve(NAME + ".csv"), data().resolve(NAME + ".manifest.json"));

        try (var said = LogLines.of("sei")) {
            settle(FIRST);
            // Classes that run beside this one say the same of other teams.
            assertThat(said.lines()).filteredOn(line -> line.startsWith("WARN ba team:4711 "))
                    .containsExactly("WARN ba team:4711 "
                    + "2026-04-01..2026-04-30: direct:sink-file no longer holds the delivered file; "
                    + "the file is delivered to it again");
        }

        assertThat(ends.unchanged()).isEmpty();
        assertThatItHolds(data(), FIRST);
        assertThat(data().resolve(NAME + ".manifest.json")).content().doesNotContain("restated");
        settle(FIRST);
        assertThat(ends.unchanged()).hasSize(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void the_sinks_that_hold_it_and_those_that_cannot_be_asked_are_not_given_it_again() throws Exception {
        var bare = folder.resolve("bare");
        settings.put("export.ba.sinks", "direct:sink-file,file:" + bare + ",direct:sink-share");
        start(settings);
        settle(FIRST);
        Files.delete(data().resolve(NAME + ".csv"));
        Files.delete(bare.resolve(NAME + ".csv"));
        Files.delete(share().resolve(NAME + ".csv"));

        settle(FIRST);

        assertThatItHolds(data(), FIRST);
        assertThat(filesIn(bare)).isEmpty();
        assertThat(filesIn(share())).containsExactly(NAME + ".manifest.json");
    }

    @Test
    void a_sink_of_ones_own_is_asked_by_a_route_of_ones_own() throws Exception {
        copy("verify-file", "verify-share");
        settings.put("export.ba.sinks", "direct:sink-share");
        start(settings);
        settle(FIRST);
        settle(FIRST);
        assertThat(ends.unchanged()).hasSize(1);
        Files.delete(share().resolve(NAME + ".csv"));

        settle(FIRST);

        assertThat(ends.unchanged()).hasSize(1);
        assertThatItHolds(share(), FIRST);
    }

    @Test
    void a_sink_that_does_not_answer_gets_it_once_more() throws Exception {
        start(settings);
        settle(FIRST);
        replace("verify-file", "look-into-folder", "direct:nowhere");
        var manifest = data().resolve(NAME + ".manifest.json");
        var before = Files.readString(manifest);

        try (var said = LogLines.of("sei")) {
            settle(FIRST);
            assertThat(said.lines()).filteredOn(line -> line.startsWith("WARN ba team:4711 ")).singleElement().asString()
                    .contains("direct:sink-file does not tell whether it still holds the delivered file: ");
        }

        assertThat(manifest).content().isNotEqualTo(before);
        assertThat(ends.unchanged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"direct:sink-file, void-earlier-delivery", "direct:sink-file, withdraw-manifest-from-folder",
        "direct:sink-file, write-file", "direct:sink-file, rename-manifest", "direct:sink-file, write-delivery",
        "direct:sink-file, note-served", "direct:sink-share, void-earlier-delivery",
        "direct:sink-share, own-withdraw-manifest-from-folder", "direct:sink-share, own-write-file",
        "direct:sink-share, own-rename-manifest", "direct:sink-share, write-delivery",
        "direct:sink-share, note-served"})
    void a_delivery_that_was_cut_short_and_whose_staging_is_lost_is_made_anew(String sink, String step)
            throws Exception {
        settings.put("export.ba.sinks", sink);
        var landed = sink.endsWith("file") ? data() : share();
        start(settings);
        settle(FIRST);

        power.after(step);
        serve(SECOND);
        tick("ba", NOW);
        Awaitility.await().until(power::isCut);
        Manifests.vouchForTheirFiles(landed);
        stopRoutes();
        for (var lost : waiting()) {
            Files.delete(staging().resolve(lost));
        }
        power = new PowerCut();
        startAgain(settings);
        serve(FIRST);
        tick("ba", NOW);

        ends.await(2);
        assertThat(ends.failed()).isEmpty();
        assertThatItHolds(landed, FIRST);
        assertThat(ends.unchanged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"direct:sink-file, sink.file.directory", "direct:sink-share, sink.share.directory"})
    void a_sink_that_leads_to_another_folder_has_not_got_it(String sink, String setting) throws Exception {
        settings.put("export.ba.sinks", sink);
        start(settings);
        settle(FIRST);
        var elsewhere = folder.resolve("elsewhere");
        settings.put(setting, elsewhere.toString());

        startAgain(settings);
        settle(FIRST);

        assertThatItHolds(elsewhere, FIRST);
        assertThat(ends.unchanged()).isEmpty();
        settle(FIRST);
        assertThat(ends.unchanged()).hasSize(1);
    }

    @Test
    void a_sink_that_leads_back_to_a_folder_that_holds_it_is_not_given_it_again() throws Exception {
        start(settings);
        settle(FIRST);
        var manifest = Files.readString(data().resolve(NAME + ".manifest.json"));
        startAgain(with("sink.file.directory", folder.resolve("elsewhere").toString()));
        settle(FIRST);

        startAgain(settings);
        settle(FIRST);

        assertThat(ends.unchanged()).hasSize(1);
        assertThat(data().resolve(NAME + ".manifest.json")).hasContent(manifest);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void another_folder_is_owed_what_is_settled_if_new_sinks_are(String owe, int exports) throws Exception {
        settings.put("export.ba.settle", "0");
        settings.put("export.new-sinks-owe", owe);
        start(settings);
        settle(FIRST);
        var elsewhere = folder.resolve("elsewhere");

        startAgain(with("sink.file.directory", elsewhere.toString()));
        settle(FIRST);

        assertThat(ends.reasons().stream().filter("new sink"::equals)).hasSize(exports);
        assertThat(filesIn(elsewhere)).hasSize(2 * exports);
        settle(FIRST);
        assertThat(ends.queued()).hasSize(1 + exports);
    }

    @Test
    void a_staged_file_goes_to_the_folder_that_the_sink_leads_to_now() throws Exception {
        var occupied = Files.writeString(folder.resolve("occupied"), "a file where a folder is wanted");
        settings.put("export.ba.sinks", "direct:sink-file,file:" + occupied + "/below");
        start(settings);
        serve(FIRST);
        tick("ba", NOW);
        ends.await();
        assertThat(waiting()).isNotEmpty();
        var elsewhere = folder.resolve("elsewhere");

        startAgain(with("sink.file.directory", elsewhere.toString()));
        tick("ba", NOW);

        ends.await();
        assertThatItHolds(elsewhere, FIRST);
        assertThat(requests()).hasSize(1);
    }

    private Map<String, String> with(String key, String value) {
        var all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }

    private void settle(String csv) throws Exception {
        serve(csv);
        tick("ba", NOW);
        assertThat(ends.await().failed()).isEmpty();
    }

    private void serve(String csv) {
        sandbox().faults().clear();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8))).forEver();
    }

    private void assertThatItHolds(Path sink, String csv) throws IOException {
        assertThat(filesIn(sink)).isEqualTo(List.of(NAME + ".csv", NAME + ".manifest.json"));
        assertThat(sink.resolve(NAME + ".csv")).hasContent(csv);
        Manifests.vouchForTheirFiles(sink);
    }

    private Path share() {
        return folder.resolve("share");
    }
}
