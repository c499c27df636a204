package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.Proof;
import io.seiexport.http.Account;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.support.SettingsOf;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Manifest MANIFEST = new Manifest(
            Account.of(SettingsOf.values(Map.of("sei.base-url", "Prod1", "sei.org", "Acme", "sei.project", "Metrics"))),
            InstantSource.fixed(Instant.parse("2026-02-01T05:02:00.123456Z")));

    @Test
    void it_holds_whose_numbers_these_are_how_they_were_asked_for_and_the_proof() throws Exception {
        assertThat(MANIFEST.write(exchange())).isEqualTo("""
                {
                  "exportId" : "exp_1",
                  "server" : "https://app.harness.io/prod1/sei/api",
                  "org" : "Acme",
                  "project" : "Metrics",
                  "domain" : "ba",
                  "scope" : "tree:K\u00f6ln/team:456",
                  "window" : {
                    "start" : "2026-01-01",
                    "end" : "2026-01-31"
                  },
                  "granularity" : "weekly",
                  "request" : {
                    "scope" : {
                      "orgTreeName" : "K\u00f6ln"
                    },
                    "options" : {
                      "granularity" : "WEEKLY"
                    }
                  },
                  "reused" : true,
                  "createdAt" : "2026-02-01T05:00:00Z",
                  "completedAt" : "2026-02-01T05:01:30Z",
                  "deliveredAt" : "2026-02-01T05:02:00.123Z",
                  "rows" : 3,
                  "columns" : 2,
                  "bytes" : 4000000000,
                  "compressedBytes" : 1000,
                  "sha256" : "abc",
                  "transferMillis" : 1500
                }
                """);
    }

    @Test
    void numbers_that_are_out_of_date_say_it() throws Exception {
        var exchange = exchange();
        var staged = exchange.getVariable("staged", Staged.class);
        exchange.setVariable("staged", new Staged(staged.file(), staged.proof(), staged.transfer(), Drift.NONE, true));

        assertThat(JsonMapper.builder().build().readTree(MANIFEST.write(exchange)).path("stale").booleanValue())
                .isTrue();
    }

    private static DefaultExchange exchange() {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("export", new Export("ba", List.of("ba"), new Scope("K\u00f6ln", "456"),
                new Window(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31")), "WEEKLY",
                "{\"scope\":{\"orgTreeName\":\"K\\u00f6ln\"},\"options\":{\"granularity\":\"WEEKLY\"}}",
                List.of("direct:sink-file")));
        exchange.setVariable("job", new Job("exp_1", true, "COMPLETED", "2026-02-01T05:00:00Z", "2026-02-01T05:01:30Z",
                "", "", ""));
        exchange.setVariable("staged", new Staged(new File("x.csv"),
                new Proof(3, 2, 4_000_000_000L, 1000, "abc", List.of("a", "b"), List.of()), Duration.ofMillis(1500)));
        return exchange;
    }
}
