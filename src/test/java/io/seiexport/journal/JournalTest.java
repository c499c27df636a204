package io.seiexport.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.seiexport.api.Job;
import io.seiexport.api.SeiApi;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Export;
import io.seiexport.plan.Owed;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.proof.Proof;
import io.seiexport.proof.ProvenCsv;
import io.seiexport.proof.ProvingStream;
import io.seiexport.settings.Settings;
import io.seiexport.support.CamelWith;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Export EXPORT = export("456");
    private static final Job JOB = new Job("exp_1", false, "COMPLETED", "", "", "", "", "");
    private static final Staged STAGED = new Staged(new File("x.csv"),
            new Proof(1, 1, 8, 8, "abc", List.of("a"), List.of()), Duration.ofMillis(1500));

    private final DefaultCamelContext context = CamelWith.settings(Map.of("sei.api-key", "swordfish"));
    private final Journal journal = new Journal();
    private final Story story = new Story();

    /** Writes down what it hears. */
    private static final class Story implements Watcher {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void queued(Owed owed) {
            lines.add("queued " + owed.export());
        }

        @Override
        public void created(Export export, Job job) {
            lines.add("created " + export + " as " + job.exportId());
        }

        @Override
        public void polled(Export export, Job job) {
            lines.add("polled " + export + ": " + job.status());
        }

        @Override
        public void downloading(Export export, ProvingStream transfer, long expectedBytes) {
            lines.add("downloading " + export + ", " + expectedBytes + " bytes, " + (transfer != null));
        }

        @Override
        public void staged(Export export, Staged staged) {
            lines.add("staged " + export + ", " + staged.proof().rows() + " rows");
        }

        @Override
        public void delivered(Export export, Staged staged, Duration total) {
            lines.add("delivered " + export + ", " + total.isNegative());
        }

        @Override
        public void attemptFailed(Export export, Failure failure) {
            lines.add("attempt failed " + export + ": " + failure.reason());
        }

        @Override
        public void postponed(Export export, Failure failure) {
            lines.add("postponed " + export + ": " + failure.reason());
        }

        @Override
        public void failed(Export export, Failure failure) {
            lines.add("failed " + export + ": " + failure.reason());
        }

        @Override
        public void closed(Export export) {
            lines.add("closed " + export);
        }
    }

    @BeforeEach
    void context() {
        var api = new SeiApi();
        api.setCamelContext(context);
        new Settings(context).apiKey();
        context.getRegistry().bind("sei", api);
        context.getRegistry().bind("story", story);
        journal.setCamelContext(context);
    }

    @Test
    void a_watcher_hears_of_each_step() {
        var exchange = exchange(EXPORT);
        var download = exchange(EXPORT);
        new ProvenCsv().unmarshal(download, new ByteArrayInputStream("a\n1\n".getBytes(UTF_8)));
        download.getMessage().setHeader("Content-Length", "4");

        assertThat(journal.admits(owed(EXPORT))).isTrue();
        journal.created(exchange);
        journal.polled(exchange);
        journal.downloading(download);
        journal.staged(exchange);
        journal.delivered(exchange);
        journal.closed(exchange);

        assertThat(story.lines).containsExactly(
                "queued " + EXPORT,
                "created " + EXPORT + " as exp_1",
                "polled " + EXPORT + ": COMPLETED",
                "downloading " + EXPORT + ", 4 bytes, true",
                "staged " + EXPORT + ", 1 rows",
                "delivered " + EXPORT + ", false",
                "closed " + EXPORT);
    }

    @Test
    void a_download_of_unknown_length_is_told_as_minus_one() {
        journal.downloading(exchange(EXPORT));

        assertThat(story.lines).containsExactly("downloading " + EXPORT + ", -1 bytes, false");
    }

    @Test
    void a_watcher_hears_of_failed_attempts_and_of_new_beginnings() {
        var exchange = exchange(EXPORT);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ExportFailed("stale", "from before"));

        journal.attemptFailed(exchange);
        journal.blame(exchange);
        journal.postponed(exchange);

        assertThat(story.lines).containsExactly("attempt failed " + EXPORT + ": stale", "postponed " + EXPORT
                + ": stale");
    }

    @Test
    void a_watcher_hears_of_a_failure() {
        var exchange = exchange(EXPORT);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ExportFailed("deadline", "too late"));

        journal.blame(exchange);
        journal.failed(exchange);
        journal.closed(exchange);

        assertThat(story.lines).containsExactly("failed " + EXPORT + ": deadline", "closed " + EXPORT);
    }

    @Test
    void all_watchers_hear_of_it() {
        var other = new Story();
        context.getRegistry().bind("other", other);

        journal.admits(owed(EXPORT));

        assertThat(other.lines).isEqualTo(story.lines).hasSize(1);
    }

    @Test
    void an_export_that_is_under_way_is_not_queued_again_until_it_is_closed() {
        assertThat(journal.admits(owed(EXPORT))).isTrue();
        assertThat(journal.admits(owed(export("456")))).isFalse();
        assertThat(story.lines).hasSize(1);

        journal.closed(exchange(EXPORT));

        assertThat(journal.admits(owed(EXPORT))).isTrue();
    }

    @Test
    void a_command_that_only_looks_hears_of_what_is_owed_and_queues_nothing() {
        var looking = new Journal();
        var context = CamelWith.settings(Map.of(Settings.WITHOUT_EFFECT, "true"));
        context.getRegistry().bind("story", story);
        looking.setCamelContext(context);

        assertThat(looking.admits(owed(EXPORT))).isFalse();
        assertThat(story.lines).containsExactly("queued " + EXPORT);
    }

    @Test
    void other_exports_go_on_beside_it() {
        assertThat(journal.admits(owed(EXPORT))).isTrue();
        assertThat(journal.admits(owed(export("457")))).isTrue();
    }

    @Test
    void of_many_ticks_at_the_same_time_one_is_admitted() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var ticks = IntStream.range(0, 200).<Callable<Boolean>>mapToObj(i -> () -> journal.admits(owed(EXPORT))).toList();
            var admitted = new ArrayList<Boolean>();
            for (var tick : threads.invokeAll(ticks)) {
                admitted.add(tick.get());
            }

            assertThat(admitted).containsOnlyOnce(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_failure_is_explained_without_the_key() {
        var exchange = exchange(EXPORT);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT,
                new IllegalStateException(new ExportFailed("job-failed", "the key swordfish is unknown")));

        journal.blame(exchange);

        assertThat(exchange.getVariable("failure")).isEqualTo(new Failure("job-failed", "the key *** is unknown"));
    }

    private Exchange exchange(Export export) {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("export", export);
        exchange.setVariable("job", JOB);
        exchange.setVariable("staged", STAGED);
        return exchange;
    }

    private static Owed owed(Export export) {
        return new Owed(export, "new", true, Optional.empty(), Optional.empty());
    }

    private static Export export(String team) {
        return new Export("ba", List.of("ba"), new Scope("", team),
                new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")), "weekly", "{}",
                List.of("direct:sink-file"));
    }
}
