package io.seiexport.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Measures {@code run} while nothing is owed and no schedule fires: its memory, its threads, its processor time. */
final class RestRow implements Row {
    private static final int MOST_LOOKS = 30;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    /** Seconds of processor between two looks at what has not come to rest yet. */
    private static final double START = 0.25;
    private static final double RESIDENT_KB = 200_000;
    private static final double THREADS = 64;
    private static final double PERCENT = 0.5;
    /** What is less cannot be told apart in so short a time. */
    private static final double LEAST_PERCENT = 0.1;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        var time = workshop.isFull() ? Duration.ofMinutes(10) : Duration.ofSeconds(20);
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installed = workshop.installed("rest").exportingFrom(sandbox.address())
                    .set("camel.management.port", 0);
            for (var domain : Installed.DOMAINS) {
                installed.set("export." + domain + ".cron", "0 0 0 1 1 ? 2099");
            }
            installed.run(List.of(), "once");
            try (var timed = Timed.start(installed.call(List.of(), "run"))) {
                awaitRest(timed);
                var before = look(timed);
                Thread.sleep(time.toMillis());
                var after = look(timed);
                var percent = 100 * (after.processor() - before.processor()) / time.toSeconds();
                return List.of(
                        Figure.of("rest.memory", Figure.megabytes(after.residentKb()) + " resident", "200 MB",
                                RESIDENT_KB / after.residentKb()),
                        Figure.of("rest.threads", after.threads() + " threads", "64", THREADS / after.threads()),
                        Figure.of("rest.processor", String.format(Locale.ROOT, "%.2f %% of a processor", percent),
                                "0.5 %", PERCENT / Math.max(percent, LEAST_PERCENT)));
            }
        }
    }

    private static void awaitRest(Timed timed) throws InterruptedException {
        var before = 0.0;
        for (var looks = 0; looks < MOST_LOOKS; looks++) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            var now = look(timed).processor();
            if (now - before < START) {
                return;
            }
            before = now;
        }
    }

    private static ProcessLook look(Timed timed) {
        return timed.look().orElseThrow(() -> new BrokenPromise("run has ended by itself"));
    }
}
