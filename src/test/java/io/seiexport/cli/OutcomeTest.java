package io.seiexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.seiexport.csv.Proof;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final Export EXPORT = new Export("ba", List.of("ba"), new Scope("", "1"), new Window(DAY, DAY),
            "weekly", "{}", List.of());

    private static final Proof PROOF = new Proof(3, 1, 10, 10, "abc", List.of("a"), List.of());

    private final Outcome outcome = new Outcome();

    private List<String> printed() {
        var out = new ByteArrayOutputStream();
        Outcome.print(List.of(outcome), new PrintStream(out, true, UTF_8), "Nothing.");
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void a_file_that_is_the_same_as_before_is_unchanged_and_not_failed() {
        outcome.queued(new OwedExport(EXPORT, "settle", Optional.empty(), Optional.empty()));
        outcome.unchanged(EXPORT, new Staged(new File("a.csv"), PROOF, Duration.ZERO));

        assertThat(outcome.failed()).isFalse();
        assertThat(printed()).anyMatch(line -> line.matches("ba team:1 .* unchanged +3 +10"))
                .endsWith("0 delivered, 1 unchanged, 0 failed.");
    }

    @Test
    void what_is_set_aside_has_failed_for_the_reason_that_is_shown() {
        outcome.queued(new OwedExport(EXPORT, "new", Optional.empty(), Optional.empty()));
        outcome.setAside(EXPORT.id(), new Failure(Reason.ORPHAN, "the day is over"));
        outcome.setAside("ba/team-2/weekly/2026-01-01_2026-01-01", new Failure(Reason.ORPHAN, "nobody asked"));

        assertThat(outcome.failed()).isTrue();
        assertThat(printed()).anyMatch(line -> line.matches("ba team:1 .* FAILED .* the day is over"))
                .endsWith("0 delivered, 1 failed.");
    }

    @Test
    void whoever_waits_for_all_exports_is_not_woken_by_one_that_ends_before_the_others() throws Exception {
        var next = new Export("sprint", List.of("sprint"), new Scope("", "1"), new Window(DAY, DAY), "weekly", "{}",
                List.of());
        for (var export : List.of(EXPORT, next)) {
            outcome.queued(new OwedExport(export, "new", Optional.empty(), Optional.empty()));
        }
        var waiting = new FutureTask<>(() -> outcome.ended(TimeUnit.HOURS.toMillis(1)));
        var thread = new Thread(waiting);
        thread.setDaemon(true);
        thread.start();
        await().atMost(LIMIT).until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        outcome.closed(EXPORT.id());
        await().atMost(LIMIT).until(() -> !thread.isAlive() || thread.getState() == Thread.State.TIMED_WAITING);
        outcome.closed(next.id());

        assertThat(waiting.get()).isTrue();
    }

    @Test
    void without_exports_there_is_only_the_sentence() {
        assertThat(printed()).containsExactly("Nothing.");
    }
}
