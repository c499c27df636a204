package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.LogLines;
import io.seiexport.support.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notice to Slack, unchanged as a user copies it, at a server that stands for Slack. */
class NotifySlackTest extends RouteTest {
    private static final Path EXAMPLE = Path.of("src/docs/sinks/notify-slack.camel.yaml");
    private static final String HOOK = "/services/T012/B345/the-hook-of-a-channel";

    private volatile int status = 200;
    private RawServer slack;

    @BeforeEach
    void addTheExample() throws Exception {
        routes().write("sinks", "notify-slack", Files.readString(EXAMPLE));
        slack = RawServer.start(call -> call.send(RawServer.answer(status, "text/html", "ok".getBytes(UTF_8))));
    }

    @AfterEach
    void stopServer() {
        slack.close();
    }

    @Test
    void a_failed_export_is_a_line_of_text_in_the_channel() throws Exception {
        start(settings(slack.address() + HOOK));

        failing("\"No\" <!channel> & more");

        assertThat(slack.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.target()).isEqualTo(HOOK);
            assertThat(call.head()).contains("Content-Type: application/json").doesNotContain("key-of-the-tests");
            var message = new ObjectMapper().readTree(call.body());
            assertThat(message).hasSize(1);
            assertThat(message.get("text").textValue()).matches("SEI Export on [\\w-]+: ba team:101 "
                    + "2026-04-01\\.\\.2026-04-30 failed \\(job-failed\\): the server ended the job as FAILED: \"No\" "
                    + "&lt;!channel&gt; &amp; more; due again at 20[\\dTZ:.-]+");
        });
    }

    @Test
    void a_window_that_is_given_up_says_so() throws Exception {
        start(settings(slack.address() + HOOK, "export.give-up-after", "1"));

        failing("No data");

        assertThat(slack.calls()).singleElement()
                .satisfies(call -> assertThat(call.body()).contains("; given up, the command retry puts it back"));
    }

    @Test
    void the_address_may_stand_in_a_file_and_is_never_logged() throws Exception {
        status = 404;
        var file = Files.writeString(folder.resolve("slack-url"), slack.address() + HOOK + "\n");
        try (var log = LogLines.ofAll()) {
            start(settings("file:" + file));

            failing("No data");

            await().until(() -> log.lines().stream().anyMatch(line -> line.equals("WARN direct:notify-slack was not "
                    + "told that the export ba team:101 2026-04-01..2026-04-30 failed: the server answered 404: ok")));
            assertThat(slack.calls()).hasSize(1).allMatch(call -> call.target().equals(HOOK));
            assertThat(log.lines()).filteredOn(line -> !line.startsWith("DEBUG"))
                    .noneMatch(line -> line.contains("the-hook-of-a-channel"));
        }
    }

    @Test
    void naming_it_without_the_address_is_refused_at_the_start() {
        assertThatThrownBy(() -> start(settings(""))).rootCause().hasMessage(
                "notify.slack.url is missing: notify.sinks names direct:notify-slack, which needs it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hooks.example.com/services/T012", "https:/hooks.example.com/T012", "https//x/T012",
        "https://hooks.example.com/a b/T012"})
    void an_address_that_is_none_is_refused_at_the_start_and_not_shown(String address) {
        assertThatThrownBy(() -> start(settings(address))).rootCause()
                .hasMessage("notify.slack.url is not an address such as https://hooks.example.com/...");
    }

    private void failing(String words) throws Exception {
        sandbox().faults().next(CREATE, Fault.failing(words));
        ring("ba");
        ends.await();
        await().until(() -> !slack.calls().isEmpty());
    }

    private Map<String, String> settings(String url, String... more) {
        var settings = new HashMap<>(Map.of("export.ba.scopes", "team:101",
                "notify.sinks", "direct:notify-slack", "notify.slack.url", url));
        if (more.length > 0) {
            settings.put(more[0], more[1]);
        }
        return settings;
    }
}
