package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seiexport.ledger.Entry;
import io.seiexport.csv.Proof;
import io.seiexport.csv.Restatement;
import io.seiexport.delivery.Drift;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.job.NoticeEnd;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.settings.Project;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Staged STAGED = new Staged(new File("x.csv"),
            new Proof(3, 2, 4_000_000_000L, 1000, "abc", List.of("a", "b"), List.of()), Duration.ofMillis(1500));

    private final MeterRegistry numbers = new SimpleMeterRegistry();
    private final AtomicReference<MeterRegistry> opened = new AtomicReference<>(Metrics.globalRegistry);
    private final Meters meters = new Meters(opened::get, Project.ONLY);

    @Test
    void jobs_are_counted_by_domain_and_reused_ones_apart() {
        listen();

        meters.created(export("ba"), job(false));
        meters.created(export("ba"), job(true));
        meters.created(export("ba"), job(true));
        meters.created(export("sprint"), job(false));

        assertThat(count("sei.exports.started", "domain", "ba")).isEqualTo(1);
        assertThat(count("sei.exports.reused", "domain", "ba")).isEqualTo(2);
        assertThat(count("sei.exports.started", "domain", "sprint")).isEqualTo(1);
    }

    @Test
    void other_columns_are_counted_by_how_they_differ() {
        listen();

        meters.staged(export("ba"), with(new Drift(List.of("c"), List.of("d"), true)));
        meters.staged(export("ba"), with(new Drift(List.of("c"), List.of(), false)));

        assertThat(count("sei.exports.drifted", "domain", "ba", "kind", "new")).isEqualTo(2);
        assertThat(count("sei.exports.drifted", "domain", "ba", "kind", "missing")).isEqualTo(1);
        assertThat(count("sei.exports.drifted", "domain", "ba", "kind", "reordered")).isEqualTo(1);
    }

    @Test
    void polls_are_counted() {
        listen();

        meters.polled(export("ba"), job(false));
        meters.polled(export("ba"), job(false));

        assertThat(count("sei.exports.polls", "domain", "ba")).isEqualTo(2);
    }

    @Test
    void notices_are_counted_by_what_became_of_them_from_zero_on() {
        listen();
        meters.beginAtZero(List.of("ba"));

        meters.noticed(NoticeEnd.FAILED);

        assertThat(count("sei.notices", "end", "failed")).isEqualTo(1);
        assertThat(count("sei.notices", "end", "dropped")).isZero();
        assertThat(count("sei.notices", "end", "told")).isZero();
    }

    @Test
    void each_of_several_projects_has_numbers_of_its_own() {
        listen();
        new Meters(opened::get, new Project("web")).beginAtZero(List.of("ba"));

        new Meters(opened::get, new Project("web")).polled(export("ba"), job(false));
        new Meters(opened::get, new Project("shop")).polled(export("ba"), job(false));
        new Meters(opened::get, new Project("shop")).polled(export("ba"), job(false));

        assertThat(count("sei.exports.polls", "domain", "ba", "project", "web")).isEqualTo(1);
        assertThat(count("sei.exports.polls", "domain", "ba", "project", "shop")).isEqualTo(2);
    }

    @Test
    void transfers_are_timed() {
        listen();

        meters.staged(export("ba"), STAGED);

        assertThat(numbers.get("sei.exports.transfer").tag("domain", "ba").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(1500);
    }

    @Test
    void deliveries_are_counted_and_timed_with_their_rows_and_bytes() {
        listen();

        meters.delivered(export("ba"), STAGED, Duration.ofMinutes(2));
        meters.delivered(export("ba"), STAGED, Duration.ofMinutes(1));

        assertThat(count("sei.exports.delivered", "domain", "ba")).isEqualTo(2);
        assertThat(count("sei.exports.rows", "domain", "ba")).isEqualTo(6);
        assertThat(count("sei.exports.bytes", "domain", "ba")).isEqualTo(8e9);
        assertThat(numbers.get("sei.exports.duration").tag("domain", "ba").timer().max(TimeUnit.MINUTES)).isEqualTo(2);
    }

    @Test
    void failures_are_counted_by_reason() {
        listen();

        meters.failed(export("ba"), new Failure(Reason.DEADLINE, "too late"));
        meters.failed(export("ba"), new Failure(Reason.DEADLINE, "too late again"));
        meters.failed(export("ba"), new Failure(Reason.HTML, "no CSV"));

        assertThat(count("sei.exports.failed", "domain", "ba", "reason", "deadline")).isEqualTo(2);
        assertThat(count("sei.exports.failed", "domain", "ba", "reason", "html")).isEqualTo(1);
    }

    @Test
    void failed_attempts_and_new_beginnings_are_counted_by_reason() {
        listen();

        meters.attemptFailed(export("ba"), new Failure(Reason.TRUNCATED, "breaks off"));
        meters.attemptFailed(export("ba"), new Failure(Reason.TRUNCATED, "breaks off"));
        meters.postponed(export("ba"), new Failure(Reason.STALE, "from before"));

        assertThat(count("sei.attempts.failed", "domain", "ba", "reason", "truncated")).isEqualTo(2);
        assertThat(count("sei.exports.postponed", "domain", "ba", "reason", "stale")).isEqualTo(1);
    }

    @Test
    void the_time_that_an_export_waits_for_its_turn_is_told_apart_from_the_time_that_it_takes() {
        listen();

        meters.claimed(Entry.of(Map.of("domain", "ba")), Duration.ofMinutes(9));
        meters.delivered(export("ba"), STAGED, Duration.ofMinutes(2));

        assertThat(numbers.get("sei.exports.waiting").tag("domain", "ba").timer().max(TimeUnit.MINUTES)).isEqualTo(9);
        assertThat(numbers.get("sei.exports.duration").tag("domain", "ba").timer().max(TimeUnit.MINUTES)).isEqualTo(2);
    }

    @Test
    void all_that_is_ever_counted_of_an_export_is_there_from_the_start_as_zero() {
        listen();

        meters.beginAtZero(List.of("ba"));

        var atTheStart = Set.copyOf(numbers.getMeters().stream().map(Meter::getId).toList());
        assertThat(numbers.getMeters()).allSatisfy(meter -> assertThat(meter.measure())
                .allSatisfy(measure -> assertThat(measure.getValue()).isZero()));
        countEverything("ba");
        assertThat(numbers.getMeters()).extracting(Meter::getId).containsExactlyInAnyOrderElementsOf(atTheStart);
        assertThat(numbers.getMeters()).allSatisfy(meter -> assertThat(meter.measure())
                .anySatisfy(measure -> assertThat(measure.getValue()).isPositive()));
    }

    private void countEverything(String domain) {
        for (var end : NoticeEnd.values()) {
            meters.noticed(end);
        }
        var export = export(domain);
        meters.claimed(Entry.of(Map.of("domain", domain)), Duration.ofMinutes(1));
        meters.turned(Duration.ofMinutes(1));
        meters.created(export, job(false));
        meters.created(export, job(true));
        meters.polled(export, job(false));
        meters.staged(export, with(new Drift(List.of("c"), List.of("d"), true, List.of("asked for e"))));
        meters.unchanged(export, STAGED);
        meters.givenUp(export);
        meters.lost(domain);
        meters.restated(export, new Restatement(1, 2, 3, true));
        meters.delivered(export, STAGED, Duration.ofMinutes(2));
        for (var reason : Reason.values()) {
            var failure = new Failure(reason, "a sentence");
            meters.attemptFailed(export, failure);
            meters.postponed(export, failure);
            meters.failed(export, failure);
        }
    }

    @Test
    void where_nobody_listens_nothing_breaks() {
        meters.created(export("ba"), job(false));
        meters.delivered(export("ba"), STAGED, Duration.ofMinutes(2));

        assertThat(numbers.getMeters()).isEmpty();
    }

    private static Staged with(Drift drift) {
        return new Staged(STAGED.file(), STAGED.proof(), STAGED.transfer(), drift, false);
    }

    private void listen() {
        opened.set(numbers);
    }

    private double count(String name, String... tags) {
        return numbers.get(name).tags(tags).counter().count();
    }

    private static Job job(boolean reused) {
        return new Job("exp_1", reused, "QUEUED", "", "", "", "", "");
    }

    private static Export export(String domain) {
        var day = LocalDate.parse("2026-01-31");
        return new Export(domain, List.of(domain), new Scope("", "456"), new Window(day, day), "weekly", "{}",
                List.of("direct:sink-file"));
    }
}
