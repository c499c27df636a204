package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Reason;
import io.seiexport.support.LogLines;
import io.seiexport.support.SftpServer;

/** The sink of the catalogue that writes to an SFTP server. */
@Order(1)
class SinkSftpTest extends CatalogueSinkTest {
    private Path knownHosts;
    private SftpServer server;
    private int port;

    SinkSftpTest() {
        super("sink-sftp");
    }

    @BeforeEach
    void startServer() throws Exception {
        startServer("exporters-password");
    }

    private void startServer(String password) throws Exception {
        server = SftpServer.start(folder.resolve("partner"), password);
        port = server.port();
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHost());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.sftp.host", "127.0.0.1",
                "sink.sftp.port", Integer.toString(port),
                "sink.sftp.directory", "in/sei",
                "sink.sftp.username", server.user(),
                "sink.sftp.password", server.password(),
                "sink.sftp.known-hosts", knownHosts.toString());
    }

    @Test
    void the_file_and_its_manifest_land_on_the_server_as_in_the_folder() throws Exception {
        startBesideFolderWith();

        deliver();

        assertThat(filesIn(server.root())).containsExactly(
                "in/sei/" + NAME + ".csv", "in/sei/" + NAME + ".manifest.json");
        assertThat(uploaded(".csv")).hasBinaryContent(csv()).isNotEmptyFile();
        assertThat(undated(Files.readAllBytes(uploaded(".manifest.json")))).isEqualTo(manifest());
    }

    @Test
    void a_file_that_is_delivered_again_replaces_the_old_one() throws Exception {
        startWith();
        deliver();

        deliver("a,b\n1,2\n");

        assertThat(uploaded(".csv")).hasContent("a,b\n1,2\n");
        assertThat(uploaded(".manifest.json")).content().contains("\"bytes\" : 8,");
        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void a_server_that_is_down_is_said_with_the_settings_that_lead_to_it() throws Exception {
        server.close();
        startWith();

        assertThat(refused().sentence()).isEqualTo("the sink direct:sink-sftp did not accept the file: no connection: "
                + "Connection refused; check sink.sftp.directory, sink.sftp.host, sink.sftp.port");

        assertThat(heldBecause()).contains("direct:sink-sftp");
    }

    @Test
    void a_check_says_so_too() throws Exception {
        server.close();
        startWith();

        assertThat(check()).singleElement().asString().startsWith("FAIL  sink direct:sink-sftp: no connection: ")
                .endsWith("; check sink.sftp.directory, sink.sftp.host, sink.sftp.port");
    }

    @Test
    void a_wrong_password_fails_this_sink_alone_and_is_shown_to_nobody() throws Exception {
        try (var log = LogLines.ofAll()) {
            startBesideFolderWith("sink.sftp.password", "mistyped-by-a-partner");

            var failure = refused();

            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence()).startsWith("the sink direct:sink-sftp did not accept the file: ")
                    .contains("Auth fail").endsWith("; check the settings sink.sftp.*")
                    .doesNotContain("sink-file", "mistyped");
            assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
            assertThat(filesIn(server.root())).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("mistyped-by-a-partner"));
        }
    }

    @Test
    void a_server_that_is_not_among_the_known_hosts_gets_nothing() throws Exception {
        Files.writeString(knownHosts, "");
        startWith();

        assertThat(refused().sentence()).startsWith("the sink direct:sink-sftp did not accept the file: ")
                .contains("HostKey");

        assertThat(filesIn(server.root())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b", "a&b=c", "100%", "a?b#c", "a)b", "(a)", "{x}", "a b", "\\$\"'"})
    void a_password_of_any_characters_is_taken_as_it_is(String password) throws Exception {
        server.close();
        startServer(password);
        startWith();

        deliver();

        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void naming_the_sink_without_its_settings_is_refused_at_the_start() {
        assertThatThrownBy(() -> start(Map.of("export.ba.sinks", "direct:sink-file,direct:sink-sftp")))
                .rootCause().hasMessage("""
                        sink.sftp.directory is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.host is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.known-hosts is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.password is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.username is missing: export.ba.sinks names direct:sink-sftp, which needs it""");
    }

    @Test
    void a_forgotten_setting_of_the_sink_is_refused_at_the_start() {
        assertThatThrownBy(() -> startWith("sink.sftp.known-hosts", null)).rootCause().hasMessage(
                "sink.sftp.known-hosts is missing: export.ba.sinks names direct:sink-sftp, which needs it");
    }

    @Test
    void a_mistyped_setting_of_the_sink_is_told_from_a_real_one() {
        assertThatThrownBy(() -> startWith("sink.sftp.pasword", "any")).rootCause()
                .hasMessage("sink.sftp.pasword is not a setting; did you mean sink.sftp.password?");
    }

    private Path uploaded(String ending) {
        return server.root().resolve("in/sei/" + NAME + ending);
    }
}
