package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostJobsTest {
    private static final Instant ASKED = Instant.parse("2026-05-15T12:00:00Z");
    private static final String REQUEST = """
            {"scope":{"orgTreeName":"Engineering","managerEmailId":"jane@example.com"},\
            "dateRange":{"start":"2026-04-01","end":"2026-04-30"},"options":{"granularity":"MONTHLY"}}""";

    private final LostJobs jobs = new LostJobs(new JobSettings(Duration.ZERO, Duration.ofSeconds(1),
            Duration.ofHours(1), Duration.ofMinutes(30), 10), () -> ASKED.plus(Duration.ofHours(1)));

    @Test
    void the_job_of_the_request_is_found_in_the_list() throws Exception {
        assertThat(jobs.find(listed("\"managerEmailId\":\"jane@example.com\""))).isNotNull()
                .extracting(Job::exportId).isEqualTo("exp_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"managerEmailId\":\"joe@example.com\"", "\"orgIdentifier\":\"Acme\""})
    void a_job_that_may_be_of_another_manager_is_not_taken(String scope) throws Exception {
        assertThat(jobs.find(listed(scope))).isNull();
    }

    /** The list has one job, of this scope within the tree. */
    private static Exchange listed(String scope) throws Exception {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        var day = LocalDate.parse("2026-04-01");
        exchange.setVariable("export", new Export("efficiency", List.of("efficiency"),
                new Scope("Engineering", "", "jane"), new Window(day, day.plusDays(29)), "MONTHLY", REQUEST, List.of()));
        exchange.setVariable("entry", Entry.of(Map.of("state", Entry.ASKED, "request", REQUEST,
                "asked_at", ASKED.toEpochMilli())));
        JobList.begin(ListQuestion.all("efficiency", List.of("efficiency"), 1)).with(JsonMapper.builder().build().readValue("""
                {"exports":[{"exportId":"exp_1","status":"COMPLETED","createdAt":"2026-05-15T12:00:01Z","metadata":{
                  "scope":{"orgTreeName":"Engineering",%s},"dateRange":{"start":"2026-04-01","end":"2026-04-30"},
                  "options":{"granularity":"MONTHLY"}}}]}""".formatted(scope), Map.class)).keep(exchange);
        return exchange;
    }
}
