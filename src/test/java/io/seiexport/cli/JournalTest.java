package io.seiexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.seiexport.csv.Proof;
import io.seiexport.csv.ProvenCsv;
import io.seiexport.csv.ProvingStream;
import io.seiexport.csv.Restatement;
import io.seiexport.delivery.Delivery;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.job.Polling;
import io.seiexport.job.Verdict;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
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

    private final DefaultCamelContext context = CamelWith.settings(Map.of());
    private final Secrets secrets = new Secrets();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private final Journal journal =
            new Journal(() -> watchers, new RunMode(true, false), secrets, InstantSource.system());
    private final Story story = new Story();

    /** Writes down what it hears. */
    private static final class Story implements Watcher {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void queued(OwedExport owed) {
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
        public void givenUp(Export export) {
            lines.add("given up " + export);
        }

        @Override
        public void unchanged(Export export, Staged staged) {
            lines.add("unchanged " + export);
        }

        @Override
        public void restated(Export export, Restatement restatement) {
            lines.add("restated " + export + ", " + restatement.rowsAdded() + " added");
        }

        @Override
        public void delivering(Export export, Staged staged) {
            lines.add("delivering " + export);
        }

        @Override
        public void begunAnew(String window) {
            lines.add("begun anew " + window);
        }

        @Override
        public void closed(String window) {
            lines.add("closed " + window);
        }
    }

    @BeforeEach
    void listen() {
        secrets.learn("swordfish");
        watchers.add(story);
    }

    @Test
    void a_watcher_hears_of_each_step() {
        var exchange = exchange(EXPORT);
        var download = exchange(EXPORT);
        new ProvenCsv().unmarshal(download, new ByteArrayInputStream("a\n1\n".getBytes(UTF_8)));
        download.getMessage().setHeader("Content-Length", "4");

        journal.created(exchange);
        journal.polled(exchange);
        journal.downloading(download);
        journal.staged(exchange);
        journal.delivering(exchange);
        journal.delivered(exchange);
        journal.closed(exchange);

        assertThat(story.lines).containsExactly(
                "created " + EXPORT + " as exp_1",
                "polled " + EXPORT + ": COMPLETED",
                "downloading " + EXPORT + ", 4 bytes, true",
                "staged " + EXPORT + ", 1 rows",
                "delivering " + EXPORT,
                "delivered " + EXPORT + ", false",
                "closed " + EXPORT.name());
    }

    @Test
    void a_download_of_unknown_length_is_told_as_minus_one() {
        journal.downloading(exchange(EXPORT));

        assertThat(story.lines).containsExactly("downloading " + EXPORT + ", -1 bytes, false");
    }

    @Test
    void a_watcher_hears_of_failed_attempts_and_of_new_beginnings() {
        var exchange = exchange(EXPORT);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ExportFailed(Reason.STALE, "from before"));

        journal.attemptFailed(exchange);
        exchange.setVariable("failure", verdict(Reason.STALE, false, Duration.ofMinutes(1)));
        journal.postponed(exchange);

        assertThat(story.lines).containsExactly("attempt failed " + EXPORT + ": stale", "postponed " + EXPORT
                + ": stale");
    }

    @Test
    void a_watcher_hears_of_a_failure() {
        var exchange = exchange(EXPORT);
        exchange.setVariable("failure", verdict(Reason.DEADLINE, false, Duration.ofMinutes(1)));
        journal.failed(exchange);
        journal.closed(exchange);

        assertThat(story.lines).containsExactly("failed " + EXPORT + ": deadline", "closed " + EXPORT.name());
    }

    @Test
    void a_watcher_hears_that_a_window_is_given_up() {
        var exchange = exchange(EXPORT);
        exchange.setVariable("failure", verdict(Reason.BAD_REQUEST, true, Duration.ofMinutes(1)));

        journal.failed(exchange);

        assertThat(story.lines).containsExactly("failed " + EXPORT + ": bad-request", "given up " + EXPORT);
    }

    @Test
    void what_is_begun_anew_right_now_is_not_closed() {
        var exchange = exchange(EXPORT);
        exchange.setVariable("failure", verdict(Reason.NOT_FOUND, false, Duration.ZERO));

        journal.closed(exchange);

        assertThat(story.lines).containsExactly("begun anew " + EXPORT.name());
    }

    @Test
    void what_was_stopped_is_closed() {
        var exchange = exchange(EXPORT);
        exchange.setVariable("failure", verdict(Reason.STOPPED, false, Duration.ZERO));

        journal.closed(exchange);

        assertThat(story.lines).containsExactly("closed " + EXPORT.name());
    }

    @Test
    void what_no_setting_asks_for_any_more_is_closed_though_there_is_no_export() {
        var exchange = exchange(EXPORT);
        exchange.removeVariable("export");

        journal.closed(exchange);

        assertThat(story.lines).containsExactly("closed " + EXPORT.name());
    }

    @Test
    void a_watcher_hears_that_what_was_delivered_before_has_not_changed_or_how() {
        var unchanged = exchange(EXPORT);
        unchanged.setVariable("delivery", new Delivery(EXPORT, List.of(), true, null));
        var restated = exchange(EXPORT);
        restated.setVariable("delivery", new Delivery(EXPORT, List.of(), false, new Restatement(2, 1, 0, true)));

        journal.delivered(unchanged);
        journal.delivered(restated);

        assertThat(story.lines).containsExactly("unchanged " + EXPORT, "restated " + EXPORT + ", 2 added",
                "delivered " + EXPORT + ", false");
    }

    @Test
    void all_watchers_hear_of_it() {
        var other = new Story();
        watchers.add(other);

        journal.created(exchange(EXPORT));

        assertThat(other.lines).isEqualTo(story.lines).hasSize(1);
    }

    @Test
    void that_a_watcher_fails_keeps_no_other_from_hearing_of_it_and_is_said() {
        watchers.clear();
        watchers.add(new Watcher() {
            @Override
            public void created(Export export, Job job) {
                throw new IllegalArgumentException("out of ink");
            }
        });
        watchers.add(story);

        assertThatThrownBy(() -> journal.created(exchange(EXPORT))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("out of ink");
        assertThat(story.lines).containsExactly("created " + EXPORT + " as exp_1");
    }

    private Exchange exchange(Export export) {
        var exchange = new DefaultExchange(context);
        exchange.setVariable("export", export);
        exchange.setVariable("job", JOB);
        exchange.setVariable("staged", STAGED);
        exchange.setVariable("entry", Entry.of(Map.of("id", export.name())));
        exchange.setVariable("delivery", new Delivery(EXPORT, List.of(), false, null));
        exchange.setVariable("polling", new Polling(Instant.now(), Instant.MAX, 0, null, null, Instant.MIN, null));
        return exchange;
    }

    private static Verdict verdict(Reason reason, boolean givesUp, Duration pause) {
        return new Verdict(reason, "", 1, 0, 10, givesUp, false, pause.toMillis());
    }

    private static Export export(String team) {
        return new Export("ba", List.of("ba"), new Scope("", team),
                new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")), "weekly", "{}",
                List.of("direct:sink-file"));
    }
}
