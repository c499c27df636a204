package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.seiexport.plan.PlanRequest;
import io.seiexport.cli.Watcher;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.support.Configured;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts what the routes as they are really send to a server that cannot answer. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AttemptsTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    @TempDir
    private Path folder;
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void server() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"503, 1, SERVER_ERROR", "503, 3, SERVER_ERROR", "500, 3, SERVER_ERROR", "429, 3, TOO_MANY_REQUESTS",
        "408, 2, TIMEOUT"})
    void an_overloaded_server_is_asked_so_often_as_the_setting_says(int code, int attempts, Reason reason)
            throws Exception {
        assertThat(failure(code, attempts).reason()).isEqualTo(reason);
        assertThat(requests).hasValue(attempts);
    }

    @Test
    void a_server_that_refuses_is_asked_once() throws Exception {
        assertThat(failure(403, 5).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(requests).hasValue(1);
    }

    private Failure failure(int code, int attempts) throws Exception {
        server.createContext("/", call -> {
            requests.incrementAndGet();
            call.sendResponseHeaders(code, -1);
            call.close();
        });
        try (var configured = new Configured(folder,
                "sei.base-url=http://127.0.0.1:" + server.getAddress().getPort(), "export.ba.scopes=team:456",
                "retry.max-attempts=" + attempts, "retry.first-delay=1ms",
                "staging.directory=" + folder.resolve("staging"))) {
            var context = configured.start().context();
            var end = new CompletableFuture<Failure>();
            context.getRegistry().bind("end", new Watcher() {
                @Override
                public void postponed(Export export, Failure failure) {
                    end.complete(failure);
                }

                @Override
                public void failed(Export export, Failure failure) {
                    end.complete(failure);
                }
            });
            var tick = new DefaultExchange(context);
            tick.setVariable("selection", PlanRequest.of(NOW));
            context.getRoute("export-ba").getProcessor().process(tick);
            return end.get();
        }
    }
}
