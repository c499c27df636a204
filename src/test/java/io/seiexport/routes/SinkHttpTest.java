package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.seiexport.failure.Reason;
import io.seiexport.support.FileServer;
import io.seiexport.support.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink of the catalogue that puts files to a web server. */
class SinkHttpTest extends CatalogueSinkTest {
    private FileServer server;

    SinkHttpTest() {
        super("sink-http");
    }

    @BeforeEach
    void startServer() throws IOException {
        server = FileServer.start(folder.resolve("server"));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.http.url", server.address().toString(), "sink.http.token", server.token());
    }

    @Test
    void the_file_and_then_its_manifest_are_put_below_the_address() throws Exception {
        startBesideFolderWith();

        deliver();

        assertThat(stored(".csv")).hasBinaryContent(csv()).isNotEmptyFile();
        assertThat(undated(Files.readAllBytes(stored(".manifest.json")))).isEqualTo(manifest());
        assertThat(filesIn(server.root())).hasSize(2);
        assertThat(server.calls()).extracting(FileServer.Call::line).containsExactly(
                "GET /files/" + NAME + ".manifest.json", "DELETE /files/" + NAME + ".manifest.json",
                "PUT /files/" + NAME + ".csv", "PUT /files/" + NAME + ".manifest.json");
    }

    @Test
    void the_file_is_sent_with_its_length_and_type_and_with_no_header_of_the_api() throws Exception {
        startBesideFolderWith();

        deliver();

        assertThat(server.calls()).filteredOn(call -> call.line().endsWith(".csv")).singleElement()
                .satisfies(call -> {
                    assertThat(call.headers().getFirst("Content-Length")).isEqualTo(Integer.toString(csv().length));
                    assertThat(call.headers().getFirst("Content-Type")).isEqualTo("text/csv");
                    assertThat(call.headers().get("Authorization")).containsExactly(server.token());
                    assertThat(call.headers().keySet()).containsExactlyInAnyOrder("Content-length", "Content-type",
                            "Authorization", "Accept-encoding", "Connection", "Host", "User-agent");
                });
    }

    @Test
    void a_file_that_is_delivered_again_replaces_the_old_one() throws Exception {
        startWith();
        deliver();

        deliver("a,b\n1,2\n");

        assertThat(stored(".csv")).hasContent("a,b\n1,2\n");
        assertThat(stored(".manifest.json")).content().contains("\"bytes\" : 8,");
        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void the_address_may_have_a_slash_at_its_end_and_a_query() throws Exception {
        startBesideFolderWith("sink.http.url", server.address() + "/?key=a%2Fb&c=d");

        deliver();

        assertThat(stored(".csv")).hasBinaryContent(csv());
        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void the_token_may_go_in_another_header_and_stand_in_a_file() throws Exception {
        var file = Files.writeString(folder.resolve("token"), server.token() + "\n");
        startWith("sink.http.token", "file:" + file, "sink.http.header", "X-Token");

        assertThat(refused().sentence()).contains("the server answered 401");

        assertThat(server.calls()).isNotEmpty()
                .allMatch(call -> server.token().equals(call.headers().getFirst("X-Token")));
    }

    @Test
    void a_wrong_token_fails_this_sink_alone_and_is_shown_to_nobody() throws Exception {
        try (var log = LogLines.ofAll()) {
            startBesideFolderWith("sink.http.token", "Bearer mistyped-by-a-partner");

            var failure = refused();

            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence())
                    .isEqualTo("the sink direct:sink-http did not accept the file: the server answered 401; check "
                            + "the settings sink.http.*");
            assertThat(filesIn(data())).hasSize(2);
            assertThat(filesIn(server.root())).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("mistyped-by-a-partner"));
        }
    }

    @Test
    void a_server_that_is_down_holds_this_sink_back() throws Exception {
        server.close();
        startBesideFolderWith();

        assertThat(refused().sentence()).startsWith("the sink direct:sink-http did not accept the file: no connection")
                .endsWith("; check sink.http.url").doesNotContain("sink-file");

        assertThat(heldBecause()).contains("direct:sink-http");
    }

    @Test
    void a_file_of_another_project_is_not_replaced() throws Exception {
        startWith("sei.project", "Theirs");
        deliver();
        var csv = Files.readAllBytes(stored(".csv"));

        startAgainWith();
        var failure = refused();

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(failure.sentence()).contains("project Theirs", "set sink.http.url to another place");
        assertThat(stored(".csv")).hasBinaryContent(csv);
        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void a_server_that_only_takes_files_gets_them_and_is_assumed_to_hold_them() throws Exception {
        server.takeOnly();
        startBesideFolderWith();

        deliver();

        assertThat(stored(".csv")).hasBinaryContent(csv());
        assertThat(filesIn(server.root())).hasSize(2);
        assertThat(ask("verify-http")).isEqualTo("true");
    }

    @Test
    void what_the_server_still_holds_is_told_from_what_is_gone() throws Exception {
        startWith();
        deliver();

        assertThat(ask("verify-http")).isEqualTo(true);

        Files.writeString(stored(".csv"), "a\n1\n");
        assertThat(ask("verify-http")).isEqualTo(false);
        Files.delete(stored(".csv"));
        assertThat(ask("verify-http")).isEqualTo("false");
    }

    @Test
    void what_a_trial_has_left_can_be_taken_away() throws Exception {
        startWith();
        deliver();

        ask("clean-http");

        assertThat(filesIn(server.root())).isEmpty();
        ask("clean-http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-refuse-foreign", "http-withdraw-manifest", "http-put-csv"})
    void once_another_node_has_the_window_nothing_is_changed_any_more(String step) throws Exception {
        startWith();
        deliver();

        var count = countWhenTakenAfter(step, () -> server.calls().size());

        assertThat(server.calls()).hasSize(count);
    }

    private Path stored(String ending) {
        return server.root().resolve(NAME + ending);
    }
}
