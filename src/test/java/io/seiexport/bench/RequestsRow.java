package io.seiexport.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Counts the requests of an export whose job takes as long as the one before it, which the ledger remembers. */
final class RequestsRow implements Row {
    private static final Duration JOB = Duration.ofSeconds(4);
    private static final int TEAMS = 4;
    private static final double REQUESTS = 4;

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.defaults().lasting(JOB, Duration.ZERO))) {
            var installed = workshop.installed("requests").exportingFrom(sandbox.address()).teams(TEAMS);
            installed.run(List.of(), "backfill", "--from", "2026-01-01", "--to", "2026-01-31");
            var before = requests(sandbox);
            installed.run(List.of(), "backfill", "--from", "2026-02-01", "--to", "2026-02-28");
            var exports = installed.manifests().size() / 2;
            BrokenPromise.unless(exports == TEAMS * Installed.DOMAINS.size(), exports + " files a month came");
            var each = (double) (requests(sandbox) - before) / exports;
            return List.of(Figure.of("requests.each", String.format(Locale.ROOT, "%.2f an export", each), "4",
                    REQUESTS / each));
        }
    }

    static int requests(Sandbox sandbox) {
        return Stream.of(Call.CREATE, Call.STATUS, Call.DOWNLOAD, Call.LIST)
                .mapToInt(call -> FlightRow.count(call, sandbox)).sum();
    }
}
