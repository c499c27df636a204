package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import io.seiexport.support.SftpServer;

class DeliverTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final String STAGED = NAME.replace('/', '~');
    private static final String SECRET = "the-secret-of-a-sink";

    private Path blocked;

    @BeforeEach
    void block() throws IOException {
        blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
    }

    @Test
    void every_sink_gets_the_same_file_under_the_same_name() throws Exception {
        var first = folder.resolve("first");
        var second = folder.resolve("second");
        start(sinks("file:" + first + ",direct:sink-file,file:" + second));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(filesIn(first)).containsExactly(NAME + ".csv");
        assertThat(filesIn(second)).containsExactly(NAME + ".csv");
        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(first.resolve(NAME + ".csv")).hasSameBinaryContentAs(data().resolve(NAME + ".csv"));
        assertThat(second.resolve(NAME + ".csv")).hasSameBinaryContentAs(data().resolve(NAME + ".csv"));
        assertThat(Files.size(data().resolve(NAME + ".csv"))).isPositive();
    }

    @Test
    void a_bare_endpoint_may_name_the_file_itself() throws Exception {
        var bare = folder.resolve("bare");
        start(sinks("\"file:" + bare + "?fileName=${variable.export.domain},${variable.export.window.end}.csv\""));

        ring("ba");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(filesIn(bare)).containsExactly("ba,2026-04-30.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:%s", "file:%s?directoryMustExist=true", "sftp"})
    void a_reader_of_a_folder_without_a_route_sees_only_the_whole_file(String sink) throws Exception {
        var partner = Files.createDirectories(folder.resolve("partner"));
        var csv = ("a,b\n" + "1,2\n".repeat(3_000_000)).getBytes(UTF_8);
        try (var server = SftpServer.start(partner)) {
            start(sinks(sink.equals("sftp") ? "sftp:" + server.user() + "@127.0.0.1:" + server.port()
                    + "/?password=RAW(" + server.password() + ")" : sink.formatted(partner)));
            sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv));
            var done = new AtomicBoolean();
            var sizes = CompletableFuture.supplyAsync(() -> sizes(partner.resolve(NAME + ".csv"), done));

            ring("ba");
            assertThat(ends.await().failed()).isEmpty();
            done.set(true);

            assertThat(sizes.join()).containsExactly((long) csv.length);
            assertThat(filesIn(partner)).containsExactly(NAME + ".csv");
        }
    }

    /** All that a reader sees of a file, until it is told to end. */
    private static Set<Long> sizes(Path file, AtomicBoolean done) {
        var sizes = new TreeSet<Long>();
        boolean last;
        do {
            last = done.get();
            try {
                sizes.add(Files.size(file));
            } catch (NoSuchFileException e) {
                // not there yet
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } while (!last);
        return sizes;
    }

    @Test
    void every_sink_has_its_turn_whatever_becomes_of_the_others() throws Exception {
        start(sinks("file:" + blocked + "/one,direct:sink-file,file:" + blocked + "/two"));

        var failure = failure();

        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(failure.reason()).isEqualTo(Reason.SINK);
        assertThat(failure.sentence().split("; ")).satisfiesExactly(
                one -> assertThat(one).startsWith("the sink file:" + blocked + "/one did not accept the file: "),
                two -> assertThat(two).startsWith("the sink file:" + blocked + "/two did not accept the file: "));
        assertThat(ends.delivered()).isEmpty();
        assertThat(waiting()).containsExactly(STAGED + "~1.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "sftp:127.0.0.1:1/x?passiveMode=perhaps"})
    void a_sink_that_cannot_even_be_opened_does_not_keep_the_file_from_the_others(String sink) throws Exception {
        start(sinks(sink + ",direct:sink-file"));

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.SINK);
        assertThat(failure.sentence())
                .startsWith("the sink " + sink.replaceAll("\\?.*", "") + " did not accept the file: ")
                .doesNotContain("sink-file");
        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }

    @Test
    void a_sink_is_not_blamed_with_settings_of_the_api() throws Exception {
        start(sinks("sftp:me@127.0.0.1:1/x?password=" + SECRET + "&maximumReconnectAttempts=0"));

        assertThat(failure().sentence()).contains("127.0.0.1").doesNotContain("sei.base-url");
    }

    @Test
    void a_secret_within_a_sink_is_shown_to_nobody() throws Exception {
        try (var log = LogLines.of("io.seiexport"); var said = LogLines.of("sei")) {
            start(sinks("sftp:me@127.0.0.1:1/x?password=RAW(" + SECRET + ")&maximumReconnectAttempts=0"));

            assertThat(failure().sentence()).contains("sftp:me@127.0.0.1:1/x").doesNotContain(SECRET);

            assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
            assertThat(said.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        }
    }

    @Test
    void a_secret_beside_a_value_that_cannot_be_is_shown_to_nobody() throws Exception {
        start(sinks("sftp:me@127.0.0.1:1/x?passiveMode=perhaps&password=" + SECRET));

        assertThat(failure().sentence()).contains("passiveMode").doesNotContain(SECRET);
    }

    @Test
    void a_secret_within_a_sink_that_takes_the_file_is_shown_to_nobody() throws Exception {
        var partner = folder.resolve("partner");
        try (var server = SftpServer.start(partner); var said = LogLines.of("sei")) {
            start(sinks("sftp:" + server.user() + "@127.0.0.1:" + server.port()
                    + "/in?password=RAW(" + server.password() + ")"));

            ring("ba");

            assertThat(ends.await().failed()).isEmpty();
            assertThat(filesIn(partner)).containsExactly("in/" + NAME + ".csv");
            assertThat(said.lines()).isNotEmpty().noneMatch(line -> line.contains(server.password()));
        }
    }

    @Test
    void a_file_that_no_sink_took_is_brought_home_by_the_next_tick() throws Exception {
        start(sinks("file:" + blocked));
        assertThat(failure().reason()).isEqualTo(Reason.SINK);
        Files.delete(blocked);

        ring("ba");

        ends.await();
        assertThat(ends.delivered()).hasSize(1);
        assertThat(filesIn(blocked)).containsExactly(NAME + ".csv");
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    private static Map<String, String> sinks(String sinks) {
        return Map.of("export.ba.scopes", "team:101", "export.ba.sinks", sinks);
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }
}
