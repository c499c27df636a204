package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.seiexport.http.Account;
import io.seiexport.http.ApiCall;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.CallSettings;
import io.seiexport.http.Origins;
import io.seiexport.http.PlainHttp;
import io.seiexport.http.NextAttempt;
import io.seiexport.http.SeiApi;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.Window;
import io.seiexport.settings.Secrets;
import io.seiexport.support.SettingsOf;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    private static final String SPRINT = "/v2/insights/sprint/exports";
    private static final String SPRINTS = "/v2/insights/sprints/exports";

    private final CamelContext context = new DefaultCamelContext();
    private final Paths paths = paths();

    @Test
    void a_domain_of_one_spelling_has_it_everywhere() {
        var exchange = exchange("ba", List.of("ba"), "exp_1");

        assertThat(paths.create(exchange).path()).isEqualTo("/v2/insights/ba/exports");
        assertThat(paths.status(exchange).path()).isEqualTo("/v2/insights/ba/exports/exp_1");
    }

    @Test
    void a_domain_of_two_spellings_creates_with_the_first_and_does_the_rest_with_the_second() {
        assertThat(paths.create(sprint()).path()).isEqualTo(SPRINT);
        assertThat(paths.status(sprint()).path()).isEqualTo(SPRINTS + "/exp_1");
    }

    @Test
    void an_id_is_encoded() {
        assertThat(paths.status(exchange("ba", List.of("ba"), "a/b ?#\u00fc")).path())
                .isEqualTo("/v2/insights/ba/exports/a%2Fb%20%3F%23%C3%BC");
    }

    @Test
    void a_create_that_met_the_wrong_spelling_turns_to_the_other_and_stays_there() {
        assertThat(turned(SPRINT)).isEqualTo(SPRINTS);

        assertThat(paths.create(sprint()).path()).isEqualTo(SPRINTS);
        assertThat(paths.status(sprint()).path()).isEqualTo(SPRINTS + "/exp_1");
    }

    @Test
    void a_status_that_met_the_wrong_spelling_turns_to_the_other_and_stays_there() {
        assertThat(turned(SPRINTS + "/exp_1")).isEqualTo(SPRINT + "/exp_1");

        assertThat(paths.status(sprint()).path()).isEqualTo(SPRINT + "/exp_1");
        assertThat(paths.create(sprint()).path()).isEqualTo(SPRINT);
    }

    @Test
    void a_download_turns_like_a_status() {
        assertThat(turned(SPRINTS + "/exp_1/download")).isEqualTo(SPRINT + "/exp_1/download");

        assertThat(paths.status(sprint()).path()).isEqualTo(SPRINT + "/exp_1");
    }

    @Test
    void it_turns_back_when_the_other_spelling_is_the_wrong_one() {
        turned(SPRINTS + "/exp_1");
        turned(SPRINT + "/exp_1");

        assertThat(paths.status(sprint()).path()).isEqualTo(SPRINTS + "/exp_1");
    }

    @Test
    void a_domain_of_one_spelling_has_nothing_to_turn_to() {
        var exchange = exchange("ba", List.of("ba"), "exp_1");
        ApiCall.get("/v2/insights/ba/exports").keep(exchange);

        paths.process(exchange);

        assertThat(ApiCall.of(exchange).path()).isEqualTo("/v2/insights/ba/exports");
        assertThat(paths.create(exchange).path()).isEqualTo("/v2/insights/ba/exports");
    }

    @Test
    void domains_do_not_learn_from_each_other() {
        turned(SPRINT);

        assertThat(paths.create(exchange("other", List.of("sprint", "sprints"), "exp_1")).path()).isEqualTo(SPRINT);
    }

    @Test
    void exports_that_fail_at_the_same_time_all_turn_to_the_same_spelling() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var turned = new ArrayList<Future<String>>();
            IntStream.range(0, 501).forEach(i -> turned.add(threads.submit(() -> turned(SPRINT))));

            for (var path : turned) {
                assertThat(path.get()).isEqualTo(SPRINTS);
            }
            assertThat(paths.create(sprint()).path()).isEqualTo(SPRINTS);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_download_that_is_not_found_turns_to_the_path_that_the_server_named() {
        var exchange = exchange("ba", List.of("ba"), "exp_1");
        exchange.setVariable("job",
                new Job("exp_1", false, "COMPLETED", "", "", "", "", "/v2/insights/business/exp_1/download"));
        ApiCall.get("/v2/insights/ba/exports/exp_1/download").keep(exchange);

        assertThat(paths.haveOther(exchange)).isTrue();
        paths.process(exchange);

        assertThat(ApiCall.of(exchange).path()).isEqualTo("/v2/insights/business/exp_1/download");
    }

    @Test
    void a_download_may_be_turned_to_another_server_whether_that_may_be_asked_or_not() {
        var exchange = exchange("ba", List.of("ba"), "exp_1");
        exchange.setVariable("job", new Job("exp_1", false, "COMPLETED", "", "", "", "", "https://a.example/f?sig=x"));
        ApiCall.get("/v2/insights/ba/exports/exp_1/download").keep(exchange);

        paths.process(exchange);

        assertThat(ApiCall.of(exchange).path()).isEqualTo("https://a.example/f?sig=x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//elsewhere.example/file", "ftp://elsewhere.example/file", "file:/etc/passwd", ""})
    void what_is_no_address_of_http_is_not_turned_to(String foreign) {
        var exchange = exchange("ba", List.of("ba"), "exp_1");
        exchange.setVariable("job", new Job("exp_1", false, "COMPLETED", "", "", "", "", foreign));
        ApiCall.get("/v2/insights/ba/exports/exp_1/download").keep(exchange);

        assertThat(paths.haveOther(exchange)).isFalse();
    }

    @Test
    void a_call_is_turned_only_once() {
        var exchange = sprint();
        ApiCall.get("/v2/insights/sprint/exports").keep(exchange);

        paths.process(exchange);

        assertThat(paths.haveOther(exchange)).isFalse();
    }

    private Paths paths() {
        var findings = SettingsOf.orDefaults(Map.of("sei.base-url", "http://127.0.0.1:9"));
        var plainHttp = new PlainHttp(false);
        var api = new SeiApi(BaseUrl.read(findings, plainHttp, null), new Account("any", "Acme", "Metrics"),
                Origins.read(findings, plainHttp), null);
        return new Paths(api,
                new NextAttempt(context, CallSettings.read(findings), new Secrets(), InstantSource.system()));
    }

    /** The path of the second attempt after a first one failed. */
    private String turned(String path) {
        var exchange = sprint();
        ApiCall.get(path).keep(exchange);
        paths.process(exchange);
        return ApiCall.of(exchange).path();
    }

    private Exchange sprint() {
        return exchange("sprint", List.of("sprint", "sprints"), "exp_1");
    }

    private Exchange exchange(String domain, List<String> spellings, String id) {
        var day = LocalDate.parse("2026-01-31");
        var exchange = new DefaultExchange(context);
        exchange.setVariable("export", new Export(domain, spellings, new Scope("", "456"), new Window(day, day),
                "weekly", "{}", List.of("direct:sink-file")));
        exchange.setVariable("job", new Job(id, false, "QUEUED", "", "", "", "", ""));
        return exchange;
    }
}
