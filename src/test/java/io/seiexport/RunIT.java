package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} does by itself, and what it tells on its management port. */
@TestInstance(Lifecycle.PER_CLASS)
class RunIT {
    private Sandbox sandbox;
    private StartedProcess process;

    /** The command may be left out. */
    @BeforeAll
    void run(@TempDir Path directory) throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        process = started(directory, "* * * * * ?");
    }

    private StartedProcess started(Path directory, String cron) throws IOException {
        return Installation.in(directory).exportingFrom(sandbox.address())
                .only("ba", "team:1,team:unknown")
                .set("export.ba.cron", cron).set("export.ba.settle", 1)
                .set("camel.management.port", 0)
                .start();
    }

    @AfterAll
    void stop() {
        process.close();
        sandbox.close();
    }

    private static int port(StartedProcess process) throws InterruptedException {
        return Integer.parseInt(process.awaitOutput("HttpServer started on 127\\.0\\.0\\.1:(\\d+)", Installation.LIMIT)
                .group(1));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(process, path);
    }

    private static HttpResponse<String> get(StartedProcess process, String path)
            throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + port(process) + "/observe/" + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    @Test
    void it_exports_again_whenever_the_clock_says_so() {
        await().atMost(Installation.LIMIT).until(() -> sandbox.count(Call.DOWNLOAD, "ba") >= 2);
    }

    @Test
    void it_is_alive_and_ready() throws Exception {
        process.awaitOutput("\\(sei-export\\) started in", Installation.LIMIT);

        for (var health : new String[] {"health", "health/live", "health/ready"}) {
            await().atMost(Installation.LIMIT).untilAsserted(() -> {
                assertThat(get(health).statusCode()).isEqualTo(200);
                assertThat(get(health).body()).startsWith("{\"status\":\"UP\",").doesNotContain("DOWN");
            });
        }
    }

    @Test
    void it_counts_what_it_does() {
        await().atMost(Installation.LIMIT).untilAsserted(() -> assertThat(get("metrics").body().lines())
                .contains("sei_exports_started_total{domain=\"ba\"} 2.0")
                .anyMatch(line -> line.matches("sei_exports_reused_total\\{domain=\"ba\"} [1-9].*"))
                .anyMatch(line -> line.matches("sei_exports_polls_total\\{domain=\"ba\"} [1-9].*"))
                .anyMatch(line -> line.matches("sei_exports_delivered_total\\{domain=\"ba\"} [1-9].*"))
                .anyMatch(line -> line.matches(
                        "sei_exports_failed_total\\{domain=\"ba\",reason=\"job-failed\"} [1-9].*"))
                .anyMatch(line -> line.matches("sei_exports_bytes_total\\{domain=\"ba\"} [1-9].*"))
                .anyMatch(line -> line.matches("sei_exports_rows_total\\{domain=\"ba\"} [1-9].*"))
                .anyMatch(line -> line.matches("sei_exports_duration_seconds_count\\{domain=\"ba\"} [1-9].*"))
                .anyMatch(line -> line.matches("sei_exports_transfer_seconds_count\\{domain=\"ba\"} [1-9].*")));
    }

    @Test
    void what_it_counts_is_there_as_zero_before_it_happens(@TempDir Path other) throws Exception {
        try (var young = started(other, "0 0 0 1 1 ?")) {
            await().atMost(Installation.LIMIT).untilAsserted(() -> assertThat(get(young, "metrics").body().lines())
                    .contains("sei_exports_failed_total{domain=\"ba\",reason=\"unauthorized\"} 0.0",
                            "sei_attempts_failed_total{domain=\"ba\",reason=\"truncated\"} 0.0",
                            "sei_exports_drifted_total{domain=\"ba\",kind=\"missing\"} 0.0",
                            "sei_rows_restated_total{domain=\"ba\",kind=\"removed\"} 0.0",
                            "sei_exports_waiting_seconds_count{domain=\"ba\"} 0")
                    .noneMatch(line -> line.contains("domain=\"sprint\"")));
        }
    }

    @Test
    void it_measures_its_java_and_its_process() {
        await().atMost(Installation.LIMIT).untilAsserted(() -> assertThat(get("metrics").body().lines())
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .anyMatch(line -> line.startsWith("jvm_gc_"))
                .anyMatch(line -> line.startsWith("jvm_threads_live_threads "))
                .anyMatch(line -> line.startsWith("process_cpu_usage "))
                .anyMatch(line -> line.startsWith("process_uptime_seconds "))
                .anyMatch(line -> line.startsWith("process_files_open_files ")));
    }

    @Test
    void its_management_port_is_open_to_this_machine_alone() throws Exception {
        var port = port(process);

        // Every 127.x.y.z reaches a port that is open on all addresses.
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
        new Socket("127.0.0.1", port).close();
    }
}
