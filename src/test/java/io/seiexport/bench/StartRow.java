package io.seiexport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Measures the way from the start of Java to the first request that arrives, plain and with an archive of classes. */
final class StartRow implements Row {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int RUNS = 3;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        return List.of(measure("start.plain", List.of(), workshop),
                measure("start.class-archive", archived(workshop), workshop));
    }

    /** Made as a user can make it, by one run that exports. */
    private static List<String> archived(Workshop workshop) throws Exception {
        var archive = workshop.folder().resolve("sei-export.jsa");
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            workshop.installed("archive").exportingFrom(sandbox.address())
                    .run(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off,cds+dynamic=off"), "once");
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    private static Figure measure(String name, List<String> jvmOptions, Workshop workshop) throws Exception {
        var wall = new ArrayList<Double>();
        var processor = new Pairs();
        for (var run = 0; run < RUNS; run++) {
            try (var sandbox = Sandbox.start(0, Options.immediate())) {
                var installed = workshop.installed("start").exportingFrom(sandbox.address());
                var first = first(installed.call(jvmOptions, "once"), sandbox);
                wall.add(first.wall());
                processor.add(first.processor(), workshop.yardstick().processor());
            }
        }
        return Figure.of(name, Figure.seconds(Pairs.median(wall)) + ", " + Figure.seconds(processor.ours())
                + " of processor", "yardstick: " + Figure.seconds(processor.other()) + " of processor",
                processor.ratio());
    }

    private record First(double wall, double processor) {
    }

    /** Killed at the first request, which ends what is measured. */
    private static First first(ProcessBuilder command, Sandbox sandbox) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        try (var timed = Timed.start(command)) {
            while (FlightRow.count(Call.CREATE, sandbox) == 0) {
                BrokenPromise.unless(System.nanoTime() - begun < LIMIT.toNanos(), "no request came within " + LIMIT);
                Thread.sleep(2);
            }
            var wall = (System.nanoTime() - begun) / 1e9;
            return new First(wall, timed.look().map(ProcessLook::processor)
                    .orElseThrow(() -> new BrokenPromise("once had ended at its first request")));
        }
    }
}
