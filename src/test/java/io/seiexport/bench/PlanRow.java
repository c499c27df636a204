package io.seiexport.bench;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Measures a plan over years of weeks of many teams, all of which are delivered. */
final class PlanRow implements Row {
    private static final double RESIDENT_KB = 128_000;
    private static final String SERIES = """
            with recursive team(id) as (select 2 union all select id + 1 from team where id < %d)
            insert into sei_series (server, series, domain, scope, granularity, covered_from, covered_to, columns,
                took_millis)
            select server, replace(series, '/team-1/', '/team-' || team.id || '/'), domain, 'team:' || team.id,
                granularity, covered_from, covered_to, columns, took_millis
            from sei_series, team where scope = 'team:1'
            """;
    private static final String WINDOWS = """
            with recursive team(id) as (select 1 union all select id + 1 from team where id < %d),
                week(back) as (select 0 union all select back + 7 from week where back + 7 < 7 * %d)
            insert or ignore into sei_window (server, id, series, domain, scope, granularity, window_start,
                window_end, state, why, settles, owed_at, tick, request, fingerprint, asked_at, export_id, created_at,
                reused, sha256, row_count, byte_count, delivered_at, checked_at, source_rows)
            select server, replace(series, '/team-1/', '/team-' || team.id || '/') || '/'
                    || date(window_start, '-' || back || ' days') || '_' || date(window_end, '-' || back || ' days'),
                replace(series, '/team-1/', '/team-' || team.id || '/'), domain, 'team:' || team.id, granularity,
                date(window_start, '-' || back || ' days'), date(window_end, '-' || back || ' days'), state, why,
                settles, owed_at, tick, request, fingerprint, asked_at, export_id, created_at, reused, sha256,
                row_count, byte_count, delivered_at, checked_at, source_rows
            from sei_window, team, week where scope = 'team:1'
            """;
    private static final String DELIVERIES = """
            insert or ignore into sei_delivery (server, window_id, sink, sha256, delivered_at)
            select sei_window.server, sei_window.id, model.sink, sei_window.sha256, sei_window.delivered_at
            from sei_window, (select distinct sink from sei_delivery) model
            """;

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        var teams = workshop.isFull() ? 300 : 60;
        var weeks = workshop.isFull() ? 156 : 52;
        var lastWeek = LocalDate.now(ZoneOffset.UTC).minusDays(8)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var installed = workshop.installed("plan").exportingFrom(sandbox.address()).teams(1);
            for (var domain : Installed.DOMAINS) {
                installed.set("export." + domain + ".window", "week");
            }
            installed.run(List.of(), "once");
            multiply(installed.folder().resolve("sei-export-ledger.db"), teams, weeks);
            installed.teams(teams);
            for (var domain : Installed.DOMAINS) {
                installed.set("export." + domain + ".since", lastWeek.minusWeeks(weeks - 1));
            }
            var cost = installed.run(List.of(), "plan");
            BrokenPromise.unless(cost.output().contains("Nothing is owed"), "plan answered: " + cost.output());
            var small = installed.run(List.of("-Xmx128m"), "plan");
            var yardstick = workshop.usualYardstick();
            return List.of(
                    Figure.of("plan.delivered", "5 domains, " + teams + " teams, " + weeks + " weeks: "
                            + Figure.seconds(cost.wall()) + ", " + Figure.seconds(cost.processor()) + " of processor",
                            "yardstick: " + Figure.seconds(yardstick) + " of processor",
                            yardstick / cost.processor()),
                    Figure.of("plan.memory", Figure.megabytes(small.residentKb()) + " resident with -Xmx128m", "128 MB",
                            RESIDENT_KB / small.residentKb()));
        }
    }

    /** What is delivered for one team and week, for all teams and weeks. */
    private static void multiply(Path ledger, int teams, int weeks) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(SERIES.formatted(teams));
            statement.executeUpdate("update sei_series set covered_from = date(covered_from, '-" + 7 * (weeks - 1)
                    + " days')");
            statement.executeUpdate(WINDOWS.formatted(teams, weeks));
            statement.executeUpdate(DELIVERIES);
            connection.commit();
        }
    }
}
