package io.seiexport.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Measures many exports under way at once: how long, how many at a time, and what each of them costs. */
final class FlightRow implements Row {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int DOMAINS = Installed.DOMAINS.size();
    private static final double THREADS = 64;
    private static final double RESIDENT_KB = 320_000;

    private int mostInFlight;
    private int mostThreads;

    @Override
    public String name() {
        return "flight";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        if (!workshop.isFull()) {
            return flight(500, Duration.ofSeconds(10), Duration.ofSeconds(2), workshop);
        }
        var figures = new ArrayList<Figure>();
        for (var exports : List.of(100, 500, 5000, 20_000)) {
            figures.addAll(flight(exports, Duration.ofSeconds(30), Duration.ofSeconds(5), workshop));
        }
        return figures;
    }

    private List<Figure> flight(int exports, Duration job, Duration poll, Workshop workshop) throws Exception {
        mostInFlight = 0;
        mostThreads = 0;
        try (var sandbox = Sandbox.start(0, Options.defaults().lasting(job, Duration.ZERO))) {
            var installed = workshop.installed("flight").exportingFrom(sandbox.address()).teams(exports / DOMAINS)
                    .set("export.max-in-flight", exports).set("sei.max-requests-per-minute", 1_000_000)
                    .set("poll.first-delay", poll.toSeconds() + "s").set("poll.max-delay", poll.toSeconds() + "s");
            Timed.Cost cost;
            try (var timed = Timed.start(installed.call(List.of("-Xmx128m"), "once"))) {
                cost = Installed.ended(timed.await(LIMIT, () -> look(timed, sandbox)));
            }
            BrokenPromise.unless(installed.manifests().size() == exports, installed.manifests().size()
                    + " files were delivered, not " + exports);
            BrokenPromise.unless(mostThreads > 0, "nothing could be seen of the threads of once");
            var idle = installed.run(List.of("-Xmx128m"), "once");
            var each = (cost.processor() - idle.processor()) / exports;
            var yardstick = workshop.usualYardstick();
            return List.of(
                    Figure.of("flight.wall-" + exports, Figure.seconds(cost.wall()), "jobs of "
                            + Figure.seconds(job.toSeconds()) + ", polled each " + Figure.seconds(poll.toSeconds()),
                            job.toSeconds() / cost.wall()),
                    Figure.of("flight.at-once-" + exports, mostInFlight + " at most", exports + " exports",
                            (double) mostInFlight / exports),
                    Figure.of("flight.processor-" + exports,
                            String.format(Locale.ROOT, "%.1f ms an export", each * 1000),
                            "a hundredth of the yardstick's " + Figure.seconds(yardstick), yardstick / 100 / each),
                    Figure.of("flight.threads-" + exports, mostThreads + " threads", "64", THREADS / mostThreads),
                    Figure.of("flight.memory-" + exports, Figure.megabytes(cost.residentKb())
                            + " resident with -Xmx128m", "320 MB", RESIDENT_KB / cost.residentKb()));
        }
    }

    private void look(Timed timed, Sandbox sandbox) {
        var downloads = count(Call.DOWNLOAD, sandbox);
        mostInFlight = Math.max(mostInFlight, count(Call.CREATE, sandbox) - downloads);
        timed.look().ifPresent(look -> mostThreads = Math.max(mostThreads, look.threads()));
    }

    static int count(Call call, Sandbox sandbox) {
        return Installed.DOMAINS.stream().mapToInt(domain -> sandbox.count(call, domain)).sum();
    }
}
