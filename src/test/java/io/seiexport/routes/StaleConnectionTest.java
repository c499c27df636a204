package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.seiexport.support.Certificate;
import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import io.seiexport.support.RawServer.Call;

/** A connection that is kept for the next call, and that the server has ended meanwhile: nobody's fault. */
class StaleConnectionTest extends RouteTest {
    private static final int POLLS = 5;

    @TempDir
    private Path keys;
    private final Map<String, Object> beans = new HashMap<>();

    /** How the server ends a connection on which it has answered once. */
    private enum End {
        BEHIND_THE_ANSWER, BY_A_RESET, WHEN_IT_IS_ASKED_AGAIN, BY_A_RESET_WHEN_IT_IS_ASKED_AGAIN;

        void answer(Call call, byte[] answer, boolean again) throws IOException {
            var whenAsked = this == WHEN_IT_IS_ASKED_AGAIN || this == BY_A_RESET_WHEN_IT_IS_ASKED_AGAIN;
            if (!again) {
                call.send(answer);
            }
            if (again || !whenAsked) {
                call.socket().setSoLinger(name().startsWith("BY_A_RESET"), 0);
                call.cut();
            }
        }
    }

    @Override
    protected Map<String, Object> beans() {
        return beans;
    }

    @ParameterizedTest
    @EnumSource
    void a_call_on_it_is_made_anew_and_no_attempt_is_counted(End end) throws Exception {
        everyPollIsAnswered(end, null);
    }

    @ParameterizedTest
    @EnumSource
    void the_same_over_tls(End end) throws Exception {
        everyPollIsAnswered(end, Certificate.in(keys, "ip:127.0.0.1"));
    }

    private void everyPollIsAnswered(End end, Certificate certificate) throws Exception {
        var sei = new RawSei(POLLS);
        try (var server = RawServer.start(certificate == null ? null : certificate.context(), call -> {
            if (call.wantsTheEnd()) {
                call.send(sei.to(call));
            } else {
                var again = call.number() > 1;
                end.answer(call, again ? null : sei.to(call), again);
            }
        })) {
            var settings = new HashMap<>(Map.of("sei.base-url", server.address().toString(), "export.ba.scopes",
                    "team:1,team:2,team:3,team:4", "retry.max-attempts", "1"));
            if (certificate != null) {
                beans.put("trusted", certificate.trusted());
                settings.put("camel.component.http.ssl-context-parameters", "#bean:trusted");
            }
            start(settings);

            ring("ba");

            assertThat(ends.await().failed()).isEmpty();
            assertThat(ends.failedAttempts()).isEmpty();
        }
    }

    @Test
    void a_new_connection_on_which_nothing_comes_counts_as_ever() throws Exception {
        var sei = new RawSei(1);
        try (var server = RawServer.start(call -> {
            if (!call.path().endsWith("/exp_1")) {
                call.send(sei.to(call));
            } else {
                call.cut();
            }
        })) {
            start(Map.of("sei.base-url", server.address().toString(), "export.ba.scopes", "team:1",
                    "retry.max-attempts", "3"));

            ring("ba");

            assertThat(ends.await().failed().values()).hasSize(1);
            assertThat(server.calls()).filteredOn(call -> call.path().endsWith("/exp_1")).hasSize(3);
        }
    }
}
