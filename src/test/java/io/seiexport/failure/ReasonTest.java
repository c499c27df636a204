package io.seiexport.failure;

import static io.seiexport.failure.Reason.Rule.COUNTS_NOTHING;
import static io.seiexport.failure.Reason.Rule.HOLDS_DISK;
import static io.seiexport.failure.Reason.Rule.HOLDS_SERVER;
import static io.seiexport.failure.Reason.Rule.HOLDS_SINKS;
import static io.seiexport.failure.Reason.Rule.KEEPS_JOB;
import static io.seiexport.failure.Reason.Rule.NO_OTHER_ATTEMPT;
import static io.seiexport.failure.Reason.Rule.POSTPONES;
import static io.seiexport.failure.Reason.Rule.SPARES_SINK;
import static io.seiexport.failure.Reason.Rule.WAITS_FOR_NEW_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.support.CamelWith;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The words that others rely on, and what follows from each. */
class ReasonTest {
    private static final String TABLE = """
        reason            | window    | next try    | holds   | attempt | sink
        bad-request       | counts    | new job     | nothing | another | held
        bomb              | counts    | new job     | nothing | none    | held
        corrupt           | counts    | new job     | nothing | another | held
        deadline          | counts    | same job    | nothing | none    | held
        double-gzip       | counts    | new job     | nothing | another | held
        empty             | counts    | new job     | nothing | another | held
        empty-replaces    | counts    | new job     | nothing | another | held
        encoding          | counts    | new job     | nothing | another | held
        file              | postpones | same job    | disk    | none    | held
        forbidden         | postpones | same job    | server  | another | held
        foreign-file      | counts    | same job    | nothing | another | spared
        foreign-host      | counts    | new job     | nothing | another | held
        foreign-job       | counts    | after reuse | nothing | another | held
        header            | counts    | new job     | nothing | another | held
        held              | postpones | same job    | nothing | another | spared
        html              | counts    | new job     | nothing | another | held
        input-output      | postpones | same job    | server  | another | held
        internal          | postpones | same job    | nothing | another | held
        job-cancelled     | counts    | after reuse | nothing | another | held
        job-failed        | counts    | after reuse | nothing | another | held
        json              | counts    | new job     | nothing | another | held
        lease-lost        | counts    | new job     | nothing | another | spared
        missing-columns   | counts    | new job     | nothing | another | held
        not-csv           | counts    | new job     | nothing | another | held
        not-found         | postpones | new job     | server  | another | held
        not-ready         | postpones | same job    | nothing | another | held
        open-window       | postpones | new job     | nothing | another | held
        orphan            | counts    | new job     | nothing | another | held
        ragged            | counts    | new job     | nothing | another | held
        redirect          | postpones | new job     | server  | another | held
        schema-drift      | counts    | new job     | nothing | another | held
        server-error      | postpones | same job    | server  | another | held
        settings          | postpones | same job    | nothing | another | held
        sink              | postpones | same job    | sinks   | another | held
        stale             | postpones | after reuse | nothing | another | held
        stalled           | postpones | same job    | nothing | another | held
        stopped           | neither   | same job    | nothing | another | held
        timeout           | postpones | same job    | server  | another | held
        tls               | postpones | same job    | server  | another | held
        too-large         | counts    | new job     | nothing | none    | spared
        too-many-requests | postpones | same job    | server  | another | held
        transform         | counts    | same job    | nothing | another | held
        trailing-bytes    | counts    | new job     | nothing | another | held
        truncated         | counts    | new job     | nothing | another | held
        unauthorized      | postpones | same job    | server  | another | held
        unclosed-quote    | counts    | new job     | nothing | another | held
        unexpected-answer | postpones | new job     | server  | another | held
        unframed          | counts    | new job     | nothing | another | held
        unreachable       | postpones | same job    | server  | another | held
        unreadable-answer | postpones | same job    | server  | another | held
        xml               | counts    | new job     | nothing | another | held
        """;
    private static final Path FAULTS = Path.of("src/docs/faults.md");
    private static final Pattern WORD = Pattern.compile("`([a-z-]+)`");

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = TABLE)
    void what_follows_from_a_reason(String word, String window, String next, String holds, String attempt,
            String sink) {
        var reason = Stream.of(Reason.values()).filter(any -> any.word().equals(word)).findFirst().orElseThrow();

        assertThat(reason.counts()).isEqualTo(window.equals("counts"));
        assertThat(reason.does(POSTPONES)).isEqualTo(window.equals("postpones"));
        assertThat(reason.does(COUNTS_NOTHING)).isEqualTo(window.equals("neither"));
        assertThat(reason.does(KEEPS_JOB)).isEqualTo(next.equals("same job"));
        assertThat(reason.does(WAITS_FOR_NEW_JOB)).isEqualTo(next.equals("after reuse"));
        assertThat(reason.does(HOLDS_SERVER)).isEqualTo(holds.equals("server"));
        assertThat(reason.does(HOLDS_DISK)).isEqualTo(holds.equals("disk"));
        assertThat(reason.does(HOLDS_SINKS)).isEqualTo(holds.equals("sinks"));
        assertThat(reason.does(NO_OTHER_ATTEMPT)).isEqualTo(attempt.equals("none"));
        assertThat(reason.does(SPARES_SINK)).isEqualTo(sink.equals("spared"));
    }

    @Test
    void the_table_holds_each_word_once_and_no_other() {
        assertThat(TABLE.lines().skip(1).map(row -> row.replaceFirst(" .*", "")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Reason.values()).map(Reason::word).toList());
    }

    @Test
    void there_is_no_reason_that_nothing_fails_for() throws IOException {
        var sources = sourcesBesideReason();

        assertThat(Reason.values()).allMatch(reason ->
                Pattern.compile("(?<![!=]= )\\bReason\\." + reason.name() + "\\b(?!\\.)").matcher(sources).find());
    }

    @Test
    void there_is_a_reason_for_each_word_of_the_table_of_faults() throws IOException {
        var words = Files.readString(FAULTS).lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length == 4 && cells[3].contains("#"))
                .flatMap(cells -> words(cells[2]))
                .toList();

        assertThat(words).hasSizeGreaterThan(30).isSubsetOf(Stream.of(Reason.values()).map(Reason::word).toList());
    }

    @Test
    void those_that_count_against_no_window_are_listed_before_the_faults() throws IOException {
        var listed = Files.readString(FAULTS).replaceFirst("(?s).*with one of these reasons:(.*?)\\.\n.*", "$1");

        assertThat(words(listed)).containsExactlyInAnyOrderElementsOf(
                Stream.of(Reason.values()).filter(reason -> !reason.counts()).map(Reason::word).toList());
    }

    @ParameterizedTest
    @EnumSource
    void the_routes_compare_log_and_store_the_word(Reason reason) {
        var exchange = new DefaultExchange(CamelWith.settings(Map.of()));
        exchange.setVariable("failure", new Failure(reason, "a sentence"));

        assertThat(matches(exchange, "${variable.failure.reason} == '" + reason.word() + "'")).isTrue();
        assertThat(matches(exchange, "${variable.failure.reason} == 'another'")).isFalse();
        assertThat(value(exchange, "failed (${variable.failure.reason})")).isEqualTo("failed (" + reason.word() + ")");
        assertThat(value(exchange, "${variable.failure.reason.word}")).isEqualTo(reason.word());
    }

    private static boolean matches(Exchange exchange, String condition) {
        return exchange.getContext().resolveLanguage("simple").createPredicate(condition).matches(exchange);
    }

    private static Object value(Exchange exchange, String text) {
        return exchange.getContext().resolveLanguage("simple").createExpression(text).evaluate(exchange, Object.class);
    }

    private static String sourcesBesideReason() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var all = new StringBuilder();
            for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (!file.endsWith("Reason.java")) {
                    all.append(Files.readString(file));
                }
            }
            return all.toString();
        }
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(word -> word.group(1));
    }
}
