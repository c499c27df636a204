package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A completed job that somebody else has asked for saves another one, if it is sure to hold what is owed. */
class JobAdoptTest extends RouteTest {
    /** April is closed, by UTC and a day of lag, from this moment on. */
    private static final Instant CLOSED = Instant.parse("2026-05-02T00:00:00Z");

    private final AtomicReference<Instant> serverTime = new AtomicReference<>(NOW);

    @Override
    protected Options sandboxOptions() {
        return Options.immediate().reusingFor(Duration.ZERO).withClock(serverTime::get);
    }

    @Test
    void what_was_exported_before_the_ledger_was_lost_is_not_asked_for_again() throws Exception {
        var settings = new HashMap<>(Map.of("export.productivity.scopes", "team:1,team:2,tree:Engineering/team:3"));
        start(settings);
        tick("productivity", NOW);
        assertThat(ends.await().delivered()).hasSize(3);
        var jobs = ends.jobs();
        settings.put("ledger.url", "jdbc:sqlite:" + folder.resolve("other.db"));
        startAgain(settings);

        tick("productivity", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(3);
        assertThat(ends.jobs()).allSatisfy((export, job) -> {
            assertThat(job.exportId()).isEqualTo(jobs.get(export).exportId());
            assertThat(job.reused()).isTrue();
        });
        assertThat(inLedger("select min(state) from sei_window")).isEqualTo("delivered");
        assertThat(Files.readString(data().resolve("productivity/team-1/monthly/2026-04-01_2026-04-30.manifest.json")))
                .contains("\"reused\" : true");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 2"})
    void a_job_from_before_the_window_had_closed_is_not_taken(int seconds, int creates) throws Exception {
        serverTime.set(CLOSED.plusSeconds(seconds));
        exportedByAnother();
        serverTime.set(NOW);

        tick("productivity", NOW);

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(creates);
    }

    @Test
    void what_settles_is_asked_for_anew_although_the_last_job_is_listed() throws Exception {
        start(Map.of("export.productivity.scopes", "team:1", "export.productivity.settle", "1"));
        tick("productivity", NOW);
        ends.await();

        tick("productivity", NOW);

        assertThat(ends.await().reasons()).containsExactly("new", "settle");
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(2);
    }

    @Test
    void what_a_person_asks_for_again_is_asked_for_anew() throws Exception {
        start(Map.of("export.productivity.scopes", "team:1"));
        tick("productivity", NOW);
        ends.await();

        var listed = sandbox().count(LIST, "productivity");
        ring("productivity");

        assertThat(ends.await().failed()).isEmpty();
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(2);
        assertThat(sandbox().count(LIST, "productivity")).isEqualTo(listed);
    }

    @Test
    void a_job_that_was_named_before_and_came_to_nothing_is_not_taken_again() throws Exception {
        start(Map.of("export.productivity.scopes", "team:1", "export.productivity.expect-columns", "Nothing"));
        tick("productivity", NOW);
        assertThat(ends.await().failed()).hasSize(1);
        changeLedger("update sei_window set state = 'owed', failures = 0, export_id = null, due_at = 0");
        startAgain(Map.of("export.productivity.scopes", "team:1"));

        tick("productivity", NOW);

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(sandbox().count(CREATE, "productivity")).isEqualTo(2);
    }

    @Test
    void a_list_that_fails_keeps_no_export_from_being_asked_for() throws Exception {
        start(Map.of("export.productivity.scopes", "team:1", "retry.first-delay", "1h", "retry.max-delay", "1h"));
        sandbox().faults().next(LIST, Fault.answer(503, "{}"));

        tick("productivity", NOW);

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(sandbox().count(LIST, "productivity")).isEqualTo(1);
    }

    /** Another ledger knows nothing of it. */
    private void exportedByAnother() throws Exception {
        start(Map.of("export.productivity.scopes", "team:1"));
        ring("productivity");
        assertThat(ends.await().failed()).isEmpty();
        startAgain(Map.of("export.productivity.scopes", "team:1", "ledger.url",
                "jdbc:sqlite:" + folder.resolve("other.db")));
    }
}
