package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

import io.seiexport.sandbox.Call;

/** What the route of every metric domain does alike. */
abstract class DomainContract extends RouteTest {
    private static final List<String> DOMAINS = List.of("ba", "efficiency", "productivity", "sprint", "ticket-data");

    private final String domain;

    DomainContract(String domain) {
        this.domain = domain;
    }

    @Test
    void its_clock_is_set_as_the_settings_say() throws Exception {
        start(Map.of(key("cron"), "0 15 6 ? * MON", "export.zone", "Europe/Berlin"));

        assertThat(clock().getCronExpression()).isEqualTo("0 15 6 ? * MON");
        assertThat(clock().getTimeZone().getID()).isEqualTo("Europe/Berlin");
        assertThat(hears(domain)).isTrue();
    }

    @Test
    void a_disabled_domain_does_not_hear_its_clock_and_the_others_do() throws Exception {
        start(Map.of(key("enabled"), "false"));

        assertThat(DOMAINS.stream().filter(other -> !hears(other))).containsExactly(domain);
    }

    @Test
    void every_call_names_the_project_and_the_organization() throws Exception {
        start(Map.of(key("scopes"), "team:101", "sei.project", "M & M", "sei.org", "Äcme/1+1"));

        ring(domain);

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(Stream.of(Call.CREATE, Call.STATUS, Call.DOWNLOAD).map(call -> sandbox().count(call, domain)))
                .doesNotContain(0);
        assertThat(sandbox().received()).allSatisfy(call -> assertThat(call.query())
                .isEqualTo(Map.of("projectIdentifier", "M & M", "orgIdentifier", "Äcme/1+1")));
    }

    @Test
    void each_scope_is_asked_for_on_its_own_and_lands_on_its_own() throws Exception {
        start(Map.of(key("scopes"), "team:101, tree:R&D Zürich"));

        ring(domain);

        assertThat(ends.await().delivered()).hasSize(2);
        assertThat(requests()).map(request -> request.substring(0, request.indexOf("},") + 1))
                .containsExactlyInAnyOrder("{\"scope\":{\"teamId\":\"101\"}", "{\"scope\":{\"orgTreeName\":"
                        + "\"R&D Z\\u00FCrich\",\"orgIdentifier\":\"Acme\",\"projectIdentifier\":\"Metrics\"}");
        assertThat(filesIn(data())).hasSize(4).allMatch(name -> name.startsWith(domain + "/t"));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void the_window_is_asked_for_with_both_its_days() throws Exception {
        start(Map.of(key("window"), "fixed:2026-01-05..2026-02-08", key("scopes"), "team:101"));

        ring(domain);

        assertThat(ends.await().delivered()).hasSize(1);
        assertThat(requests()).singleElement().asString()
                .contains("\"dateRange\":{\"start\":\"2026-01-05\",\"end\":\"2026-02-08\"}");
        assertThat(filesIn(data())).allMatch(name -> name.contains("/2026-01-05_2026-02-08."));
    }

    @Test
    void without_a_granularity_nothing_starts() {
        assertNotStarted(Map.of(key("granularity"), ""), key("granularity") + " is missing");
    }

    /** The whole request that these settings lead to, which the sandbox has taken. */
    final String request(String... keysAndValues) throws Exception {
        var settings = settings(keysAndValues);
        settings.putIfAbsent(key("scopes"), "team:101");
        start(settings);
        ring(domain);
        assertThat(ends.await().failed()).isEmpty();
        assertThat(requests()).hasSize(1);
        return requests().get(0);
    }

    final void assertNotStarted(String sentence, String... keysAndValues) {
        assertNotStarted(settings(keysAndValues), sentence);
    }

    private void assertNotStarted(Map<String, String> settings, String sentence) {
        assertThatThrownBy(() -> start(settings)).hasMessageContaining(sentence);
        assertThat(sandbox().received()).isEmpty();
    }

    private Map<String, String> settings(String... keysAndValues) {
        return Stream.iterate(0, at -> at < keysAndValues.length, at -> at + 2)
                .collect(Collectors.toMap(at -> key(keysAndValues[at]), at -> keysAndValues[at + 1]));
    }

    private String key(String name) {
        return "export." + domain + "." + name;
    }

    private CronTrigger clock() throws SchedulerException {
        return (CronTrigger) context().getComponent("quartz", QuartzComponent.class).getScheduler()
                .getTrigger(TriggerKey.triggerKey(domain, "sei-export"));
    }

    private boolean hears(String otherDomain) {
        var status = context().getRouteController().getRouteStatus("export-" + otherDomain);
        return status != null && status.isStarted();
    }
}
