package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of logs reads with log.format=json, from the start of {@code run} over all it does to its end. */
@TestInstance(Lifecycle.PER_CLASS)
class JsonLogIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private List<String> lines;

    @BeforeAll
    void run(@TempDir Path directory) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.DOWNLOAD, "sprint", Fault.answer(500, "{}"));
            sandbox.faults().next(Call.CREATE, "sprint", Fault.failing("Line one\nline \"two\"").forTeam("2"))
                    .forEver();
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("sprint", "team:1,team:2")
                    .set("export.sprint.cron", "* * * * * ?")
                    .set("camel.management.port", 0)
                    .set("sei.reuse-window", "0s")
                    .set("log.format", "json");
            try (var process = installation.start("run")) {
                process.awaitOutput("sprint team:1 \\S+ is delivered", Installation.LIMIT);
                process.awaitOutput("\"ERROR\"", Installation.LIMIT);
                process.signal("TERM");
                lines = linesOf(process);
            }
        }
    }

    private static List<String> linesOf(StartedProcess process) throws InterruptedException {
        process.waitFor(Installation.LIMIT);
        return process.errors().lines().toList();
    }

    private List<JsonNode> events() throws IOException {
        return JSON.readerFor(JsonNode.class).<JsonNode>readValues(String.join("\n", lines)).readAll();
    }

    @Test
    void every_line_is_an_object_with_time_level_and_message() throws Exception {
        assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(events()).hasSameSizeAs(lines).allSatisfy(event -> {
            assertThat(event.path("timestamp").isNumber()).isTrue();
            assertThat(event.path("level").asText()).matches("INFO|WARN|ERROR");
            assertThat(event.path("formattedMessage").asText()).isNotBlank();
        });
    }

    @Test
    void a_delivery_is_told_with_domain_scope_window_and_export_id() throws Exception {
        assertThat(events()).extracting(event -> event.path("formattedMessage").asText()).anyMatch(message ->
                message.matches("sprint team:1 [\\d-]{10}\\.\\.[\\d-]{10} is delivered .*exp_\\w+.*"));
    }

    @Test
    void a_failure_is_an_error_in_one_line() throws Exception {
        assertThat(events()).filteredOn(event -> event.path("level").asText().equals("ERROR"))
                .extracting(event -> event.path("formattedMessage").asText())
                .anyMatch(message -> message.matches("sprint team:2 \\S+ failed \\(job-failed\\): "
                        + "the server ended the job as FAILED: Line one\\sline \"two\".*"));
    }

    @Test
    void what_is_said_of_an_export_has_it_in_fields() throws Exception {
        assertThat(events()).filteredOn(event -> event.path("formattedMessage").asText().startsWith("sprint team:"))
                .hasSizeGreaterThan(4).allSatisfy(event -> {
                    var words = event.path("formattedMessage").asText().split(" ");
                    var fields = event.path("mdc");
                    assertThat(fields.path("export").asText()).isEqualTo(words[0]);
                    assertThat(fields.path("scope").asText()).isEqualTo(words[1]);
                    assertThat(fields.path("window").asText()).isEqualTo(words[2]);
                });
        assertThat(events()).filteredOn(event -> event.path("formattedMessage").asText().contains(" is delivered"))
                .isNotEmpty().allSatisfy(event -> assertThat(event.path("formattedMessage").asText())
                        .endsWith("export id " + event.path("mdc").path("exportId").asText()));
    }

    @Test
    void every_line_names_the_process_that_it_comes_from() throws Exception {
        assertThat(events()).extracting(event -> event.path("mdc").path("node").asText())
                .allMatch(node -> node.matches("[\\w-]+-\\d+-[0-9a-f]{8}")).containsOnly(events().get(0)
                        .path("mdc").path("node").asText());
    }
}
