package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Options;
import io.seiexport.settings.RunMode;
import io.seiexport.support.LogLines;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs from before their window had closed, of a server that shows no time but that of its jobs. */
class FreshnessTest extends RouteTest {
    /** April is closed, by UTC and a day of lag, from this moment on. */
    private static final Instant CLOSED = Instant.parse("2026-05-02T00:00:00Z");

    private final AtomicReference<Instant> serverTime = new AtomicReference<>(CLOSED);

    @Override
    protected Options sandboxOptions() {
        return Options.immediate().withClock(serverTime::get);
    }

    @Test
    void on_the_clock_a_new_job_from_before_its_window_had_closed_is_not_delivered() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", RunMode.BY_HAND, "false"));
        serverTime.set(CLOSED.minusSeconds(600));

        ring("ba");

        Awaitility.await().until(() -> !ends.postponed().isEmpty());
        assertThat(ends.postponed().get(0).reason()).isEqualTo(Reason.STALE);
        assertThat(ends.postponed().get(0).sentence()).contains("2026-05-01T23:50", "2026-05-02T00:00:00Z");
        assertThat(sandbox().count(DOWNLOAD, "ba")).isZero();
    }

    @Test
    void by_hand_a_new_job_from_before_its_window_had_closed_is_delivered_and_marked() throws Exception {
        start(Map.of("export.ba.scopes", "team:1"));
        serverTime.set(CLOSED.minusSeconds(600));

        try (var log = LogLines.of("io.seiexport.job")) {
            ring("ba");

            assertThat(ends.await().failed()).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.contains("before the window closed"));
        }
        assertThat(manifest()).contains("\"stale\" : true");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void a_job_from_after_the_closing_is_final(int seconds) throws Exception {
        start(Map.of("export.ba.scopes", "team:1", RunMode.BY_HAND, "false"));
        serverTime.set(CLOSED.plusSeconds(seconds));

        ring("ba");

        Awaitility.await().until(() -> !ends.delivered().isEmpty());
        assertThat(manifest()).doesNotContain("stale");
    }

    private String manifest() throws Exception {
        return Files.readString(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.manifest.json"));
    }
}
