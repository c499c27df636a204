package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import io.seiexport.support.RouteFolder;
import io.seiexport.support.SftpServer;

/** The worked example of a sink of the catalogue, put beside the routes as the README tells it. */
class SinkSftpTest extends RouteTest {
    private static final Path EXAMPLE = Path.of("src/docs/sinks/sink-sftp.camel.yaml");
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";

    private RouteFolder routes;
    private Path knownHosts;
    private SftpServer server;

    @BeforeEach
    void addTheExample() throws Exception {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        routes.write("sinks", "sink-sftp", Files.readString(EXAMPLE));
        server = SftpServer.start(folder.resolve("partner"));
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHost());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void the_file_and_its_manifest_land_on_the_server_as_in_the_folder() throws Exception {
        start(settings());

        export();

        assertThat(filesIn(server.root())).containsExactly(
                "in/sei/" + NAME + ".csv", "in/sei/" + NAME + ".manifest.json");
        assertThat(uploaded(".csv")).hasSameBinaryContentAs(data().resolve(NAME + ".csv")).isNotEmptyFile();
        assertThat(undated(uploaded(".manifest.json"))).isEqualTo(undated(data().resolve(NAME + ".manifest.json")));
    }

    @Test
    void a_file_that_is_delivered_again_replaces_the_old_one() throws Exception {
        start(settings());
        export();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));

        export();

        assertThat(uploaded(".csv")).hasContent("a,b\n1,2\n");
        assertThat(Files.readString(uploaded(".manifest.json"))).contains("\"bytes\" : 8,");
        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void a_wrong_password_fails_this_sink_alone_and_is_shown_to_nobody() throws Exception {
        try (var log = LogLines.ofAll()) {
            start(settings("sink.sftp.password", "mistyped-by-a-partner"));

            var failure = failure();

            assertThat(failure.reason()).isEqualTo(Reason.SINK);
            assertThat(failure.sentence()).startsWith("the sink direct:sink-sftp did not accept the file: ")
                    .contains("Auth fail")
                    .doesNotContain("sink-file", "mistyped");
            assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
            assertThat(filesIn(server.root())).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("mistyped-by-a-partner"));
        }
    }

    @Test
    void a_server_that_is_not_among_the_known_hosts_gets_nothing() throws Exception {
        Files.writeString(knownHosts, "");
        start(settings());

        assertThat(failure().sentence()).startsWith("the sink direct:sink-sftp did not accept the file: ")
                .contains("HostKey");

        assertThat(filesIn(server.root())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b", "a&b=c", "100%", "a?b#c", "a)b", "(a)", "{x}", "a b", "\\$\"'"})
    void a_password_of_any_characters_is_taken_as_it_is(String password) throws Exception {
        server.close();
        server = SftpServer.start(folder.resolve("partner"), password);
        Files.writeString(knownHosts, server.knownHost());
        start(settings());

        export();

        assertThat(filesIn(server.root())).hasSize(2);
    }

    @Test
    void without_its_settings_the_example_does_not_stand_in_the_way() throws Exception {
        start(Map.of("camel.main.routes-include-pattern", routes.pattern(),
                "export.ba.scopes", "team:101"));

        export();

        assertThat(filesIn(data())).hasSize(2);
    }

    @Test
    void naming_the_sink_without_its_settings_is_refused_at_the_start() {
        assertThatThrownBy(() -> start(Map.of(
                "camel.main.routes-include-pattern", routes.pattern(),
                "export.ba.sinks", "direct:sink-file,direct:sink-sftp")))
                .rootCause().hasMessage("""
                        sink.sftp.directory is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.host is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.known-hosts is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.password is missing: export.ba.sinks names direct:sink-sftp, which needs it
                        sink.sftp.username is missing: export.ba.sinks names direct:sink-sftp, which needs it""");
    }

    @Test
    void a_forgotten_setting_of_the_sink_is_refused_at_the_start() {
        var settings = settings();
        settings.remove("sink.sftp.known-hosts");

        assertThatThrownBy(() -> start(settings)).rootCause().hasMessage("sink.sftp.known-hosts is missing: "
                + "export.ba.sinks names direct:sink-sftp, which needs it");
    }

    @Test
    void a_mistyped_setting_of_the_sink_is_told_from_a_real_one() {
        assertThatThrownBy(() -> start(settings("sink.sftp.pasword", "any"))).rootCause()
                .hasMessage("sink.sftp.pasword is not a setting; did you mean sink.sftp.password?");
    }

    @Test
    void the_example_is_written_as_the_routes_are() throws Exception {
        assertThat(new RoutesLint(routes.path(), lintSettings()).findings())
                .filteredOn(finding -> finding.startsWith(EXAMPLE.getFileName().toString())).isEmpty();
    }

    private Properties lintSettings() throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(reader);
        }
        properties.putAll(settings());
        return properties;
    }

    private Map<String, String> settings(String... another) {
        var settings = new HashMap<>(Map.of(
                "camel.main.routes-include-pattern", routes.pattern(),
                "export.ba.scopes", "team:101",
                "export.ba.sinks", "direct:sink-file,direct:sink-sftp",
                "sink.sftp.host", "127.0.0.1",
                "sink.sftp.port", Integer.toString(server.port()),
                "sink.sftp.directory", "in/sei",
                "sink.sftp.username", server.user(),
                "sink.sftp.password", server.password(),
                "sink.sftp.known-hosts", knownHosts.toString()));
        if (another.length > 0) {
            settings.put(another[0], another[1]);
        }
        return settings;
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    /** A manifest without its moment of delivery, which is another one at each sink. */
    private static JsonNode undated(Path manifest) throws IOException {
        var json = (ObjectNode) new ObjectMapper().readTree(manifest.toFile());
        assertThat(json.remove("deliveredAt")).isNotNull();
        return json;
    }

    private Path uploaded(String ending) {
        return server.root().resolve("in/sei/" + NAME + ending);
    }
}
