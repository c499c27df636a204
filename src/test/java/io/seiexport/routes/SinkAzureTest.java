package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;

import io.seiexport.failure.Reason;
import io.seiexport.support.BlobServer;
import io.seiexport.support.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink of the catalogue that writes to Azure Blob Storage. */
class SinkAzureTest extends CatalogueSinkTest {
    private static final String WRONG_KEY = "YS1rZXktb2Ytc29tZWJvZHktZWxzZQ==";

    private BlobServer server;

    SinkAzureTest() {
        super("sink-azure");
    }

    @BeforeEach
    void startServer() throws IOException {
        server = BlobServer.start();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.azure.endpoint", server.endpoint().toString(),
                "sink.azure.account", server.account(),
                "sink.azure.account-key", server.key(),
                "sink.azure.container", server.container(),
                "sink.azure.retries", "0");
    }

    @Test
    void the_file_and_then_its_manifest_lie_in_the_container_below_the_prefix() throws Exception {
        startBesideFolderWith("sink.azure.prefix", "metrics/sei");

        deliver();

        var name = "metrics/sei/" + NAME;
        assertThat(server.names()).containsExactly(name + ".csv", name + ".manifest.json");
        assertThat(server.blob(name + ".csv")).isEqualTo(csv()).isNotEmpty();
        assertThat(server.type(name + ".csv")).isEqualTo("text/csv");
        assertThat(undated(server.blob(name + ".manifest.json"))).isEqualTo(manifest());
        assertThat(server.type(name + ".manifest.json")).isEqualTo("application/json");
        assertThat(server.calls()).containsExactly("GET " + name + ".manifest.json", "PUT " + name + ".csv",
                "PUT " + name + ".manifest.json");
    }

    @Test
    void a_file_that_is_delivered_again_replaces_the_old_one_whose_manifest_goes_first() throws Exception {
        startWith();
        deliver();
        var before = server.calls().size();

        deliver("a,b\n1,2\n");

        assertThat(server.blob(NAME + ".csv")).asString().isEqualTo("a,b\n1,2\n");
        assertThat(server.blob(NAME + ".manifest.json")).asString().contains("\"bytes\" : 8,");
        assertThat(server.calls().subList(before, server.calls().size())).containsExactly(
                "GET " + NAME + ".manifest.json", "DELETE " + NAME + ".manifest.json",
                "PUT " + NAME + ".csv", "PUT " + NAME + ".manifest.json");
    }

    @Test
    void a_large_file_is_sent_in_blocks_and_appears_with_the_last_one() throws Exception {
        startWith();
        var large = "a,b\n" + "1,2345678901234567890\n".repeat(900_000);

        deliver(large);

        assertThat(server.blob(NAME + ".csv")).isEqualTo(large.getBytes(UTF_8));
        assertThat(server.calls()).containsExactly("GET " + NAME + ".manifest.json",
                "PUT " + NAME + ".csv block", "PUT " + NAME + ".csv block", "PUT " + NAME + ".csv blocklist",
                "PUT " + NAME + ".manifest.json");
    }

    @Test
    void a_wrong_key_fails_this_sink_alone_and_is_shown_to_nobody() throws Exception {
        try (var log = LogLines.ofAll()) {
            startBesideFolderWith("sink.azure.account-key", WRONG_KEY);

            var failure = refused();

            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence()).isEqualTo("the sink direct:sink-azure did not accept the file: Azure "
                    + "answered 403 AuthenticationFailed; check sink.azure.account, sink.azure.sign-in and its secret, "
                    + "and what it may do in sink.azure.container");
            assertThat(filesIn(data())).hasSize(2);
            assertThat(server.names()).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains(WRONG_KEY));
        }
    }

    @Test
    void a_signature_that_the_account_has_given_out_lets_in_as_well() throws Exception {
        startBesideFolderWith("sink.azure.sign-in", "Sas", "sink.azure.sas-token", server.sasToken());

        deliver();

        assertThat(server.blob(NAME + ".csv")).isEqualTo(csv());
    }

    @Test
    void a_server_that_is_down_holds_this_sink_back() throws Exception {
        server.close();
        startWith();

        assertThat(refused().sentence()).startsWith("the sink direct:sink-azure did not accept the file: ")
                .contains("Connection refused");

        assertThat(heldBecause()).contains("direct:sink-azure");
    }

    @Test
    void a_container_that_is_not_there_is_named() throws Exception {
        startWith("sink.azure.container", "mistyped");

        assertThat(refused().sentence()).contains("Azure answered 404 ContainerNotFound; check sink.azure.account");
    }

    @Test
    void a_file_of_another_project_is_not_replaced() throws Exception {
        startWith("sei.project", "Theirs");
        deliver();
        var csv = server.blob(NAME + ".csv");

        startAgainWith();
        var failure = refused();

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_FILE);
        assertThat(failure.sentence()).contains("project Theirs", "set sink.azure.prefix to another place");
        assertThat(server.blob(NAME + ".csv")).isEqualTo(csv);
        assertThat(server.names()).hasSize(2);
    }

    @Test
    void what_the_container_still_holds_is_told_from_what_is_gone() throws Exception {
        startWith();
        deliver();

        assertThat(ask("verify-azure")).isEqualTo(true);

        server.put(NAME + ".csv", "a\n1\n".getBytes(UTF_8));
        assertThat(ask("verify-azure")).isEqualTo(false);
        server.delete(NAME + ".csv");
        assertThat(ask("verify-azure")).isEqualTo("false");
    }

    @Test
    void what_a_trial_has_left_can_be_taken_away() throws Exception {
        startWith();
        deliver();

        ask("clean-azure");

        assertThat(server.names()).isEmpty();
        ask("clean-azure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure-demand-own", "azure-withdraw-old-manifest", "azure-put-file"})
    void once_another_node_has_the_window_nothing_is_changed_any_more(String step) throws Exception {
        startWith();
        deliver();

        var count = countWhenTakenAfter(step, () -> server.calls().size());

        assertThat(server.calls()).hasSize(count);
    }
}
