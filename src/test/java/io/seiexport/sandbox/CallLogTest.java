package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private static final Instant NOW = Instant.parse("2026-04-02T06:00:00Z");

    private final Sandbox sandbox = Sandbox.start(0, Options.immediate().withClock(() -> NOW));
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void a_call_is_kept_whole() throws Exception {
        caller.create("ba", Requests.example("ba"));

        var received = sandbox.received().get(0);

        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.path()).isEqualTo("/v2/insights/ba/exports");
        assertThat(received.query()).containsEntry("projectIdentifier", "shop").containsEntry("orgIdentifier", "acme");
        assertThat(received.headers()).containsEntry("authorization", "ApiKey some-key");
        assertThat(received.headers().get("content-type")).isEqualTo("application/json");
        assertThat(received.body()).isEqualTo(Requests.example("ba"));
        assertThat(received.at()).isEqualTo(NOW);
    }

    @Test
    void query_parameters_are_decoded() throws Exception {
        caller.get("/v2?orgIdentifier=a%26b+c&empty=&flag");

        assertThat(sandbox.received().get(0).query())
                .containsEntry("orgIdentifier", "a&b c").containsEntry("empty", "").containsEntry("flag", "");
    }

    @Test
    void refused_calls_are_kept_too() throws Exception {
        caller.get("/nowhere");
        caller.create("ba", "{}");

        assertThat(sandbox.received()).extracting(ReceivedCall::path)
                .containsExactly("/nowhere", "/v2/insights/ba/exports");
    }

    @Test
    void calls_are_counted_by_kind_and_domain() throws Exception {
        var id = caller.exportId("sprint", Requests.example("sprint"));
        caller.status("sprint", id);
        caller.status("sprint", id);
        caller.download("sprint", id);

        assertThat(sandbox.count(Call.CREATE, "sprint")).isEqualTo(1);
        assertThat(sandbox.count(Call.STATUS, "sprint")).isEqualTo(2);
        assertThat(sandbox.count(Call.DOWNLOAD, "sprint")).isEqualTo(1);
        assertThat(sandbox.count(Call.LIST, "sprint")).isZero();
        assertThat(sandbox.count(Call.STATUS, "ba")).isZero();
    }

    @Test
    void struck_calls_count() throws Exception {
        sandbox.faults().next(Call.CREATE, "ba", Fault.answer(503, ""));

        caller.create("ba", Requests.example("ba"));

        assertThat(sandbox.count(Call.CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void jobs_are_counted_per_request() throws Exception {
        for (var team : new String[] {"1", "1", "2"}) {
            caller.create("ba", Requests.forTeam("ba", team));
        }

        assertThat(sandbox.jobsPerRequest("ba")).hasSize(2).allSatisfy((body, jobs) -> assertThat(jobs).isEqualTo(1));
        assertThat(sandbox.jobsPerRequest("sprint")).isEmpty();
    }
}
