package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.settings.Secrets;
import io.seiexport.support.LogLines;
import io.seiexport.support.SettingsOf;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextAttemptTest {
    private static final Instant NOW = Instant.parse("2026-05-15T12:00:00Z");

    private final Map<String, String> settings = new HashMap<>(Map.of("retry.max-attempts", "4",
            "retry.first-delay", "100ms", "retry.max-delay", "200ms", "poll.timeout", "2h"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2                             | PT2S",
        " 120                          | PT2M",
        "Fri, 15 May 2026 12:00:30 GMT | PT30S",
        "Sat, 16 May 2026 12:00:00 GMT | PT24H"})
    void a_server_may_ask_to_wait_in_seconds_or_until_a_date(String value, Duration wait) {
        assertThat(NextAttempt.parse(Map.of("Retry-After", value), NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After", "retry-after", "RETRY-AFTER"})
    void the_letter_case_of_the_header_means_nothing(String header) {
        assertThat(NextAttempt.parse(Map.of("Date", "now", header, "7"), NOW)).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "0x10", "9999999999", "Fri, 15 May 2026", "2026-05-15T12:00:30Z",
        "Fri, 32 May 2026 12:00:30 GMT", "120, 120"})
    void nonsense_is_no_wish(String value) {
        assertThat(NextAttempt.parse(Map.of("Retry-After", value), NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "Fri, 15 May 2026 11:59:59 GMT", "Fri, 15 May 2026 12:00:00 GMT"})
    void no_time_at_all_is_no_wish_so_that_the_pauses_still_grow(String value) {
        assertThat(NextAttempt.parse(Map.of("Retry-After", value), NOW)).isEmpty();
    }

    @Test
    void without_the_header_there_is_no_wish() {
        assertThat(NextAttempt.parse(Map.of(), NOW)).isEmpty();
        assertThat(NextAttempt.parse(null, NOW)).isEmpty();
    }

    @Test
    void the_wish_of_a_server_becomes_the_pause() {
        assertThat(pauseAfter(answer("17"))).isEqualTo(17_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void no_wish_holds_an_export_longer_than_it_may_take_altogether(String value) {
        assertThat(pauseAfter(answer(value))).isEqualTo(Duration.ofHours(2).toMillis());
    }

    @Test
    void the_longer_one_of_the_wish_and_the_growing_pause_holds() {
        settings.putAll(Map.of("retry.first-delay", "5s", "retry.max-delay", "1m"));

        assertThat(pauseAfter(answer("1"))).isBetween(4_000L, 6_000L);
        assertThat(pauseAfter(answer("30"))).isEqualTo(30_000L);
    }

    @Test
    void other_failures_leave_the_pause_alone() {
        assertThat(pauseAfter(answer("soon"))).isBetween(80L, 120L);
        assertThat(pauseAfter(new IOException("connection reset"))).isBetween(80L, 120L);
        assertThat(pauseAfter(new HttpOperationFailedException("http://x", 503, "", "", null, "")))
                .isBetween(80L, 120L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void a_call_is_attempted_so_often_as_the_setting_says(int attempts) throws Exception {
        settings.put("retry.max-attempts", String.valueOf(attempts));

        assertThat(attempts(new IOException("connection reset"))).hasSize(attempts);
    }

    @Test
    void a_call_that_succeeds_is_not_repeated() throws Exception {
        assertThat(attempts(new IOException("connection reset"), null)).hasSize(2);
    }

    @Test
    void the_second_attempt_keeps_to_the_wish_of_the_server() throws Exception {
        var attempts = attempts(answer("1"), null);

        assertThat(Duration.between(attempts.get(0).at, attempts.get(1).at))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_wish_is_forgotten_after_its_pause() {
        var exchange = new DefaultExchange(new DefaultCamelContext());

        assertThat(pauseAfter(answer("17"), exchange)).isEqualTo(17_000L);
        assertThat(pauseAfter(new IOException("connection reset"), exchange)).isBetween(80L, 240L);
    }

    @Test
    void the_log_says_which_attempt_has_failed_and_whether_another_follows() throws Exception {
        settings.put("retry.max-attempts", "2");
        try (var log = LogLines.of(NextAttempt.class.getName())) {
            attempts(new IOException("gone as in no other test"));

            assertThat(log.lines()).filteredOn(line -> line.contains("gone as in no other test")).satisfiesExactly(
                    first -> assertThat(first).contains(
                            ": attempt 1 of 2 failed: IOException: gone as in no other test; next attempt in 1 s"),
                    last -> assertThat(last).contains(
                            ": attempt 2 of 2 failed: IOException: gone as in no other test; no other attempt follows"));
        }
    }

    @Test
    void advice_for_when_all_attempts_have_failed_is_not_in_the_log_line_of_one() {
        try (var log = LogLines.of(NextAttempt.class.getName())) {
            pauseAfter(answer("11"));

            assertThat(log.lines()).filteredOn(line -> line.contains("the server asks to wait 11 s")).singleElement()
                    .asString().contains(": attempt 1 of 4 failed: the server answered 429, the server asks to wait "
                            + "11 s; next attempt in 11 s");
        }
    }

    private record Attempt(Instant at) {
    }

    /** The attempts of a call that ends in these ways one after the other, the last for ever; null is success. */
    private List<Attempt> attempts(Exception... ends) throws Exception {
        var attempts = new ArrayList<Attempt>();
        try (var context = new DefaultCamelContext()) {
            var retry = retry(context);
            context.getRegistry().bind("nextAttempt", retry);
            context.getRegistry().bind("retryPolicy", retry.policy());
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Exception.class).onExceptionOccurred(retry::noteFailure)
                            .retryWhile(simple("${bean:nextAttempt?method=worthwhile}")).redeliveryPolicyRef("retryPolicy");
                    from("direct:call").process(exchange -> {
                        attempts.add(new Attempt(Instant.now()));
                        var end = ends[Math.min(attempts.size(), ends.length) - 1];
                        if (end != null) {
                            throw end;
                        }
                    });
                }
            });
            context.start();
            var exchange = context.createProducerTemplate()
                    .request("direct:call", call -> call.getMessage().setBody("x"));
            assertThat(exchange.getException()).isSameAs(Arrays.asList(ends).get(ends.length - 1));
        }
        return attempts;
    }

    private Long pauseAfter(Exception thrown) {
        return pauseAfter(thrown, new DefaultExchange(new DefaultCamelContext()));
    }

    private Long pauseAfter(Exception thrown, Exchange exchange) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
        retry(exchange.getContext()).noteFailure(exchange);
        return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
    }

    private static HttpOperationFailedException answer(String retryAfter) {
        return new HttpOperationFailedException("http://x", 429, "Too Many Requests", "",
                Map.of("Retry-After", retryAfter), "");
    }

    private NextAttempt retry(CamelContext context) {
        return new NextAttempt(context, CallSettings.read(SettingsOf.orDefaults(settings)), new Secrets(),
                InstantSource.system());
    }
}
