package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import io.seiexport.settings.Secrets;
import io.seiexport.support.SettingsOf;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000"})
    void pauses_double_and_scatter(int attempt, long pause) {
        var policy = policy("1s", "10s");

        var pauses = LongStream.generate(() -> delay(policy, attempt)).limit(500).boxed().toList();

        assertThat(pauses).allMatch(each -> each >= pause * 8 / 10 && each <= pause * 12 / 10);
        assertThat(Set.copyOf(pauses)).hasSizeGreaterThan(1);
    }

    @Test
    void no_pause_is_longer_than_the_longest() {
        assertThat(LongStream.generate(() -> delay(policy("1s", "10s"), 30)).limit(500))
                .allMatch(each -> each <= 10_000);
    }

    @Test
    void attempts_are_counted_elsewhere() {
        assertThat(policy("1s", "10s").getMaximumRedeliveries()).isNegative();
    }

    @Test
    void no_thread_waits_and_a_stop_ends_the_waiting() {
        assertThat(policy("1s", "10s").isAsyncDelayedRedelivery()).isTrue();
        assertThat(policy("1s", "10s").isAllowRedeliveryWhileStopping()).isFalse();
    }

    @Test
    void a_wrong_setting_is_refused() {
        var findings = SettingsOf.orDefaults(Map.of("retry.first-delay", "soon"));

        CallSettings.read(findings);

        assertThat(findings.sentences()).singleElement().asString().startsWith("retry.first-delay = soon: ");
    }

    /** The pause before an attempt when the one before it had no scatter. */
    private static long delay(RedeliveryPolicy policy, int attempt) {
        var delay = 0L;
        for (var i = 1; i <= attempt; i++) {
            policy.setUseCollisionAvoidance(i == attempt);
            delay = policy.calculateRedeliveryDelay(delay, i);
        }
        return delay;
    }

    private static RedeliveryPolicy policy(String first, String longest) {
        var settings = CallSettings.read(
                SettingsOf.orDefaults(Map.of("retry.first-delay", first, "retry.max-delay", longest)));
        return new NextAttempt(new DefaultCamelContext(), settings, new Secrets(), InstantSource.system()).policy();
    }
}
