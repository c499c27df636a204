package io.seiexport.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Measures what everybody tries first: eleven exports of jobs of two seconds, with the settings as delivered. */
final class FirstRunRow implements Row {
    private static final Duration JOB = Duration.ofSeconds(2);
    private static final int RUNS = 3;
    private static final int EXPORTS = 11;

    @Override
    public String name() {
        return "first-run";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        var wall = new ArrayList<Double>();
        for (var run = 0; run < RUNS; run++) {
            try (var sandbox = Sandbox.start(0, Options.defaults().lasting(JOB, Duration.ZERO))) {
                var installed = workshop.installed("first-run").exportingFrom(sandbox.address())
                        .set("export.ba.scopes", "team:101,team:102,team:103");
                wall.add(installed.run(List.of(), "once").wall());
                BrokenPromise.unless(installed.manifests().size() == EXPORTS, installed.manifests().size()
                        + " files were delivered, not " + EXPORTS);
            }
        }
        var seconds = Pairs.median(wall);
        return List.of(Figure.of("first-run.wall", EXPORTS + " exports: " + Figure.seconds(seconds),
                "one job: " + Figure.seconds(JOB.toSeconds()), JOB.toSeconds() / seconds));
    }
}
