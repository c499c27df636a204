package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.seiexport.support.LogLines;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Each line of the log says in fields, too, which export it is about, whatever thread it is said on. */
class LogFieldsTest extends RouteTest {
    private static final int EXPORTS = 40;
    private static final Pattern NAMED = Pattern.compile("^(\\S+) (team:714\\d\\d) ([\\d-]{10}\\.\\.[\\d-]{10}).*");
    private static final Pattern JOB = Pattern.compile("exp_\\w+");

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger root = LogLines.logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new Line(event.getFormattedMessage(), event.getThreadName(), event.getMDCPropertyMap()));
        }
    };

    private record Line(String message, String thread, Map<String, String> fields) {
        MatchResult named() {
            var matcher = NAMED.matcher(message);
            return matcher.matches() ? matcher.toMatchResult() : null;
        }
    }

    @BeforeEach
    void listen() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void silence() {
        root.detachAppender(appender);
    }

    /** Many at once, so that their steps share the threads; some are tried again, one fails, one path is another. */
    private void exportMany() throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, "sprint", Fault.answer(503, "{}")).times(20);
        sandbox().faults().next(Call.STATUS, "sprint", Fault.answer(500, "{}")).times(20);
        sandbox().faults().next(Call.CREATE, "sprint", Fault.failing("no such team").forTeam("71407")).forEver();
        var scopes = IntStream.range(0, EXPORTS).mapToObj(i -> "team:" + (71400 + i)).collect(Collectors.joining(","));
        start(Map.of("export.sprint.scopes", scopes, "export.max-in-flight", String.valueOf(EXPORTS)));
        ring("sprint");
        await().until(() -> lines.stream()
                .filter(line -> line.message().matches("sprint team:714\\d\\d \\S+ (is delivered|failed).*"))
                .count() == EXPORTS);
    }

    private List<Line> about() {
        return lines.stream().filter(line -> line.named() != null).toList();
    }

    @Test
    void every_line_that_names_an_export_has_its_fields_and_no_others() throws Exception {
        exportMany();

        assertThat(about()).hasSizeGreaterThan(EXPORTS * 4).allSatisfy(line -> assertThat(line.fields())
                .containsEntry("export", line.named().group(1))
                .containsEntry("scope", line.named().group(2))
                .containsEntry("window", line.named().group(3)));
        assertThat(about().stream().map(Line::thread).distinct()).as("threads").hasSizeGreaterThan(5);
    }

    @Test
    void the_export_id_is_that_of_the_job_and_stays_to_the_end() throws Exception {
        exportMany();

        assertThat(about()).filteredOn(line -> line.message().contains("exp_")).hasSizeGreaterThan(EXPORTS)
                .allSatisfy(line -> assertThat(JOB.matcher(line.message()).results().map(MatchResult::group))
                        .contains(line.fields().get("exportId")));
        assertThat(about()).filteredOn(line -> line.message().contains(" is staged, ")).isNotEmpty()
                .allSatisfy(line -> assertThat(line.fields().get("exportId")).startsWith("exp_"));
    }

    @Test
    void what_is_said_while_a_domain_is_planned_names_it() throws Exception {
        start(Map.of("export.sprint.scopes", "team:71400"));

        tick("sprint", NOW);

        assertThat(lines).filteredOn(line -> line.message()
                .contains("sprint/team-71400/sprint is a new series and begins on "))
                .map(Line::fields).containsExactly(Map.of("export", "sprint"));
    }

    @Test
    void nothing_of_it_stays_on_a_thread() throws Exception {
        exportMany();

        for (var clock : List.of("pollClock", "retryClock")) {
            var pool = (ScheduledThreadPoolExecutor) context().getRegistry().lookupByName(clock);
            var looks = IntStream.range(0, 200).<Callable<Map<String, String>>>mapToObj(i -> () -> {
                var left = MDC.getCopyOfContextMap();
                return left == null ? Map.of() : left;
            }).toList();
            for (var look : pool.invokeAll(looks)) {
                assertThat(look.get()).isEmpty();
            }
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}
