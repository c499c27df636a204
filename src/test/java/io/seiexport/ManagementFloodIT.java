package io.seiexport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.UnixOperatingSystemMXBean;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reaches the management port cannot take from the exports what they need, above all file descriptors. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class ManagementFloodIT {
    private static final int CALLERS = 1_100;
    private static final int MOST_DESCRIPTORS = 1_024;
    private static final int ENOUGH_FOR_ALL_TESTS = 8_000;

    @TempDir
    private Path directory;
    private Sandbox sandbox;
    private StartedProcess process;
    private int port;
    private final List<Socket> callers = new ArrayList<>();

    @BeforeAll
    static void mayHaveThatManySockets() {
        var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        assumeTrue(system.getMaxFileDescriptorCount() > ENOUGH_FOR_ALL_TESTS, "too few file descriptors are allowed");
    }

    @BeforeEach
    void run() throws Exception {
        sandbox = Sandbox.start(0, Options.immediate());
        process = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1")
                .set("export.ba.cron", "*/3 * * * * ?").set("export.ba.settle", 1).set("camel.management.port", 0)
                .program().within("sh", "-c", "ulimit -n " + MOST_DESCRIPTORS + " && exec \"$@\"", "sh").start("run");
        port = Integer.parseInt(process.awaitOutput("HttpServer started on 127\\.0\\.0\\.1:(\\d+)", Installation.LIMIT)
                .group(1));
        awaitExports();
    }

    @AfterEach
    void stop() throws IOException {
        for (var caller : callers) {
            caller.close();
        }
        process.close();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /observe/health HTTP/1.1\r\nHost: x\r\n", "", "G",
        "GET /observe/health HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /observe/health HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc"})
    void calls_that_are_never_ended_stop_no_export_and_are_hung_up(String half) throws Exception {
        flood(half);

        awaitExports();
        await().atMost(Installation.LIMIT).until(this::descriptors, open -> open < MOST_DESCRIPTORS / 4);
        awaitHealth();
        for (var caller : callers) {
            caller.setSoTimeout((int) Installation.LIMIT.toMillis());
            assertThat(hungUp(caller)).isTrue();
        }
        awaitHealth();
    }

    /** Unlike one that idles, such a caller is never hung up for its silence. */
    @Test
    void callers_that_trickle_keep_nobody_out() throws Exception {
        flood("GET /observe/health HTTP/1.1\r\n");
        for (var caller : callers) {
            try {
                caller.getOutputStream().write("X: ".getBytes(US_ASCII));
            } catch (IOException e) {
                // it was hung up already
            }
        }

        awaitHealth();
        awaitExports();
    }

    private void flood(String half) {
        for (var i = 0; i < CALLERS; i++) {
            try {
                var caller = new Socket("127.0.0.1", port);
                callers.add(caller);
                caller.getOutputStream().write(half.getBytes(US_ASCII));
            } catch (IOException e) {
                // hung up while it was still speaking
            }
        }
    }

    private static boolean hungUp(Socket caller) {
        try {
            caller.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void awaitExports() {
        var before = sandbox.count(Call.DOWNLOAD, "ba");
        await().atMost(Installation.LIMIT).until(() -> sandbox.count(Call.DOWNLOAD, "ba"), now -> now >= before + 3);
    }

    private void awaitHealth() {
        await().atMost(Installation.LIMIT).ignoreExceptions().until(() -> HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health/live")).build(),
                BodyHandlers.ofString()).statusCode(), status -> status == 200);
    }

    private long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }
}
