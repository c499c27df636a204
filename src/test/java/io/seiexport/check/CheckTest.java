package io.seiexport.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.seiexport.plan.Domains;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Configured;
import io.seiexport.support.DatedFront;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final String DELIVERED = "sei-export-check/team-0/once/1970-01-01_1970-01-01";

    @TempDir
    private Path folder;
    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(0);
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void all_that_an_export_needs_is_tried() throws Exception {
        assertThat(findings()).containsExactly(
                "ok    API at " + sandbox.address(),
                "ok    staging folder " + staging(),
                "ok    sink direct:sink-file");
        assertThat(folder.resolve("data").resolve(DELIVERED + ".csv")).hasContent("check\n1\n");
        assertThat(folder.resolve("data").resolve(DELIVERED + ".manifest.json")).exists();
    }

    @ParameterizedTest
    @ValueSource(longs = {-14 * 24 * 60, 2})
    void a_server_whose_clock_is_not_ours_is_warned_of(long minutes) throws Exception {
        try (var front = DatedFront.before(sandbox.address(), () -> Instant.now().plus(Duration.ofMinutes(minutes)))) {
            var shown = Instant.now().plus(Duration.ofMinutes(minutes)).toString().substring(0, 13);

            assertThat(findings("sei.base-url=" + front.address())).satisfiesExactly(
                    api -> assertThat(api).startsWith("ok    API at "),
                    clock -> assertThat(clock).startsWith("warn  clock: the clock of " + front.address().getAuthority()
                            + " shows " + shown).contains(" and that of this machine "),
                    folder -> assertThat(folder).startsWith("ok    staging folder "),
                    sink -> assertThat(sink).isEqualTo("ok    sink direct:sink-file"));
        }
    }

    @Test
    void the_file_that_it_leaves_in_a_sink_is_nobodys() throws Exception {
        assertThat(findings("sei.project=Theirs")).contains("ok    sink direct:sink-file");

        assertThat(findings()).contains("ok    sink direct:sink-file");
        assertThat(folder.resolve("data").resolve(DELIVERED + ".manifest.json")).content().doesNotContain("project");
    }

    @Test
    void nothing_is_left_in_the_staging_folder() throws Exception {
        findings();

        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    @Test
    void an_api_that_cannot_be_reached_is_a_finding_and_the_rest_is_tried() throws Exception {
        assertThat(findings("sei.base-url=http://127.0.0.1:9"))
                .satisfiesExactly(
                        api -> assertThat(api).startsWith("FAIL  API at http://127.0.0.1:9: no connection: ")
                                .endsWith("; check sei.base-url"),
                        folder -> assertThat(folder).startsWith("ok    staging folder "),
                        sink -> assertThat(sink).isEqualTo("ok    sink direct:sink-file"));
    }

    @Test
    void a_key_that_is_not_taken_is_a_finding_that_does_not_show_the_key() throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", call -> {
            var body = ("no such key: " + call.getRequestHeaders().getFirst("Authorization")).getBytes(UTF_8);
            call.sendResponseHeaders(401, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        server.start();
        try {
            assertThat(findings("sei.base-url=http://127.0.0.1:" + server.getAddress().getPort()).get(0))
                    .contains(": the server answered 401: no such key: ApiKey ***; check sei.api-key")
                    .doesNotContain("swordfish");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_staging_folder_that_cannot_be_made_is_a_finding() throws Exception {
        Files.writeString(staging(), "in the way");

        assertThat(findings()).hasSize(2).element(1).asString()
                .startsWith("FAIL  staging folder " + staging() + ": " + staging() + " cannot be written: ");
    }

    @Test
    void a_sink_that_does_not_take_its_file_is_a_finding_and_the_others_are_tried() throws Exception {
        Files.writeString(folder.resolve("data"), "in the way");

        assertThat(findings("export.ba.sinks=direct:sink-file,file:" + folder.resolve("copies")))
                .satisfiesExactly(
                        api -> assertThat(api).startsWith("ok    API at "),
                        staging -> assertThat(staging).startsWith("ok    staging folder "),
                        sink -> assertThat(sink).startsWith("FAIL  sink direct:sink-file: "),
                        sink -> assertThat(sink).isEqualTo("ok    sink file:" + folder.resolve("copies")));
        assertThat(folder.resolve("copies").resolve(DELIVERED + ".csv")).hasContent("check\n1\n");
    }

    @Test
    void a_sink_is_shown_without_its_secrets() throws Exception {
        assertThat(findings("export.ba.sinks=sftp:robot:swordfish@127.0.0.1:9/in?password=swordfish").get(3))
                .startsWith("FAIL  sink sftp:robot:xxxxxx@127.0.0.1:9/in: ")
                .doesNotContain("swordfish", "sei.base-url");
    }

    @Test
    void a_sink_may_ask_for_the_file_compressed() throws Exception {
        try (var configured = configured("export.ba.sinks=direct:sink-gzip")) {
            configured.read();
            configured.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:sink-gzip").routeId("sink-gzip").errorHandler(noErrorHandler())
                            .setBody(method("staging", "compressed")).to("file:" + folder.resolve("packed"));
                }
            });
            configured.context().start();

            assertThat(findings(configured)).contains("ok    sink direct:sink-gzip");
        }
        assertThat(folder.resolve("packed").resolve(DELIVERED + ".csv")).isNotEmptyFile();
        assertThat(staging().toFile().list()).containsExactly(".in-use");
    }

    private List<String> findings(String... lines) throws Exception {
        try (var configured = configured(lines)) {
            return findings(configured.start());
        }
    }

    private static List<String> findings(Configured configured) throws Exception {
        return configured.context().getRegistry().findSingleByType(Check.class)
                .findings(configured.part(Domains.class).all())
                .stream().map(Check.Finding::toString).toList();
    }

    private Configured configured(String... lines) throws IOException {
        var all = new ArrayList<>(List.of("sei.base-url=" + sandbox.address(),
                "staging.directory=" + staging(), "sink.file.directory=" + folder.resolve("data")));
        all.addAll(List.of("sprint", "productivity", "efficiency", "ticket-data").stream()
                .map(domain -> "export." + domain + ".sinks=direct:sink-file").toList());
        all.addAll(List.of(lines));
        return new Configured(folder, all.toArray(String[]::new));
    }

    private Path staging() {
        return folder.resolve("staging");
    }
}
