package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.seiexport.plan.Domains;
import io.seiexport.plan.Planner;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import io.seiexport.support.Configured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeysTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "export.ba.granularty,            export.ba.granularity",
        "export.ba.Granularity,           export.ba.granularity",
        "export.sprints.window,           export.sprint.window",
        "export.ba.closing_lag,           export.ba.closing-lag",
        "sei.apikey,                      sei.api-key",
        "poll.timout,                     poll.timeout",
        "retry.attempts,                  retry.max-attempts",
        "sink.file.dir,                   sink.file.directory",
        "sink.file.timout,                sink.file.timeout",
        "staging.dir,                     staging.directory",
        "download.maxbytes,               download.max-bytes",
        "ragged.rows,                     ragged-rows",
        "log.fromat,                      log.format"})
    void a_mistyped_key_is_told_with_the_nearest_there_is(String key, String nearest) throws Exception {
        assertThat(findings(key + "=x")).containsExactly(key + " is not a setting; did you mean " + nearest + "?");
    }

    @Test
    void of_a_sink_that_no_file_has_the_file_is_what_is_missing() throws Exception {
        assertThat(findings("sink.moon.timeout=5m", "sink.moon.host=x")).containsExactly(
                "sink.moon.host is not a setting: no file names it; a file of routes belongs into routes/sinks/, and its "
                        + "name ends in .camel.yaml",
                "sink.moon.timeout is not a setting: no file names it; a file of routes belongs into routes/sinks/, and "
                        + "its name ends in .camel.yaml");
    }

    @Test
    void an_option_is_only_known_where_the_request_has_a_place_for_it() throws Exception {
        assertThat(findings("export.ticket-data.aggregation-level=team", "export.ticket-data.metric-level=team"))
                .singleElement().asString().startsWith("export.ticket-data.metric-level is not a setting; ");
    }

    @Test
    void a_mistyped_key_of_a_variant_is_told_with_what_is_wrong() throws Exception {
        var onlyCsv = ": files are requested as CSV, because only of a CSV it can be verified that it is whole; JSON "
                + "lines are made of it by a transform, see export.ba.transform-format";
        var advice = new TreeMap<>(Map.of(
                "export.ba.by-team.granularty", "; did you mean export.ba.by-team.granularity?",
                "export.ba.by-teem.window", ": export.ba.variants lists no by-teem; did you mean by-team?",
                "export.ba.plain.extra.x", ": export.ba.variants lists no plain",
                "export.sprint.by-team.window", ": export.sprint.variants lists no by-team",
                "export.ba.by-team.cron", ": it is the same for all variants of a domain; export.ba.cron sets it",
                "export.ba.by-team.enabled", ": it is the same for all variants of a domain; export.ba.enabled sets it",
                "export.ba.by-team.variants",
                ": it is the same for all variants of a domain; export.ba.variants sets it",
                "export.ba.extra", ": name the field of the request behind it, as in export.ba.extra.options.name",
                "export.ba.format", onlyCsv,
                "export.ba.by-team.format", onlyCsv));
        var lines = Stream.concat(Stream.of("export.ba.variants=by-team"), advice.keySet().stream()
                .map(key -> key + "=x"));

        assertThat(findings(lines.toArray(String[]::new))).containsExactlyElementsOf(advice.entrySet().stream()
                .map(key -> key.getKey() + " is not a setting" + key.getValue()).toList());
    }

    @Test
    void what_a_snapshot_has_not_is_refused_with_the_reason() throws Exception {
        var days = "developers is a snapshot of the day on which it is taken, so no other days can be chosen";
        var teams = "identities is one file of all that the key can see, so no teams can be chosen";

        assertThat(findings("export.developers.since=2026-01-01", "export.developers.window=month",
                "export.developers.settle=1", "export.identities.scopes=teams:*", "export.identities.teams-include=a",
                "export.identities.variants=a", "export.developers.extra.searchKey=name"))
                .containsExactly("export.developers.settle is not a setting: " + days,
                        "export.developers.since is not a setting: " + days,
                        "export.developers.window is not a setting: " + days,
                        "export.identities.scopes is not a setting: " + teams,
                        "export.identities.teams-include is not a setting: " + teams,
                        "export.identities.variants is not a setting: identities is one file a day, so it has no "
                                + "variants");
    }

    @Test
    void variants_and_fields_of_the_request_bring_their_keys_along() throws Exception {
        assertThat(findings("export.ba.variants=ba,by-team", "export.ba.by-team.window=week",
                "export.ba.by-team.columns.drop=Team", "export.ba.extra.options.timeZone=UTC",
                "export.ba.by-team.extra.options.timeZone=UTC")).isEmpty();
    }

    @Test
    void each_mistyped_key_has_its_sentence() throws Exception {
        assertThat(findings("sei.orgs=x", "export.ba.scope=team:1", "poll.tiemout=1h")).hasSize(3);
    }

    @Test
    void keys_of_others_are_none_of_our_business() throws Exception {
        assertThat(findings("camel.variables.x=1", "company.name=Acme", "exporter.x=1", "sink=x"))
                .isEmpty();
    }

    @Test
    void a_sink_of_ones_own_brings_its_keys_along() throws Exception {
        Files.writeString(folder.resolve("sink-ftp.camel.yaml"), """
                - route:
                    id: sink-ftp
                    from:
                      uri: direct
                      parameters:
                        name: sink-ftp
                      steps:
                        - toD: "ftp:{{sink.ftp.host}}:{{?sink.ftp.port}}/{{sink.ftp.folder:in}}"
                        - log: ${properties:sink.ftp.greeting}
                """);

        assertThat(findings(withRoutesOfOnesOwn(), "sink.ftp.host=x", "sink.ftp.port=21", "sink.ftp.folder=y",
                "sink.ftp.greeting=hello", "sink.ftp.timeout=5m", "sink.ftp.check=false", "sink.ftp.user=robot"))
                .singleElement().asString().startsWith("sink.ftp.user is not a setting; did you mean sink.ftp.");
    }

    @Test
    void a_domain_of_ones_own_brings_its_keys_along() throws Exception {
        Files.writeString(folder.resolve("export-security.camel.yaml"), """
                - beans:
                    - name: domain-security
                      type: io.seiexport.plan.Domain
                      properties:
                        name: security
                        paths: security
                        request: '{"scope": "{scope: team}", "list": [{"severity": "{lowest-severity}"}]}'
                - route:
                    id: export-security
                    from:
                      uri: quartz
                      parameters:
                        triggerName: security
                        cron: "{{export.security.cron}}"
                      steps:
                        - setBody:
                            expression:
                              simple:
                                expression: ${ref:domain-security}
                """);

        assertThat(findings(withRoutesOfOnesOwn(), "export.security.enabled=false", "export.security.cron=0 0 5 * * ?",
                "export.security.window=day", "export.security.closing-lag=P1D", "export.security.scopes=team:1",
                "export.security.sinks=direct:sink-file", "export.security.granularity=once",
                "export.security.lowest-severity=high", "export.security.highest-severity=high"))
                .containsExactly("export.security.highest-severity is not a setting; "
                        + "did you mean export.security.lowest-severity?");
    }

    @Test
    void each_project_has_settings_of_its_own_for_what_may_differ() throws Exception {
        assertThat(findings("sei.projects=web,shop", "sei.web.org=acme", "sei.shop.api-key=k",
                "sei.shop.auth=x-api-key",
                "sei.shop.export.ba.scopes=team:1", "sei.shop.export.max-in-flight=2")).isEmpty();
        assertThat(findings("sei.projects=web,shop", "sei.web.orgs=acme", "sei.food.org=acme",
                "sei.shop.export.ba.scops=team:1", "sei.shop.ledger.url=x")).containsExactly(
                        "sei.food.org is not a setting: sei.projects does not name food",
                        "sei.shop.export.ba.scops is not a setting; did you mean sei.shop.export.ba.scopes?",
                        "sei.shop.ledger.url is not a setting; did you mean sei.shop.base-url?",
                        "sei.web.orgs is not a setting; did you mean sei.web.org?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "shop"})
    void variants_and_fields_of_one_project_are_settings_of_it_alone(String project) throws Exception {
        assertThat(findings("sei.projects=web,shop", "sei-export.project=" + project,
                "sei.web.export.ba.variants=monthly", "sei.web.export.ba.monthly.granularity=monthly",
                "sei.web.export.ba.monthly.extra.note=1", "sei.web.export.ba.extra.options.timeZone=UTC")).isEmpty();
    }

    @Test
    void a_setting_of_one_project_is_judged_by_that_project() throws Exception {
        var lines = List.of("sei.projects=web,shop", "sei.shop.export.ba.monthly.granularity=monthly");

        assertThat(findings(lines, "sei-export.project=web")).isEmpty();
        assertThat(findings(lines, "sei-export.project=shop")).singleElement().asString()
                .startsWith("sei.shop.export.ba.monthly.granularity is not a setting");
    }

    @Test
    void the_one_project_has_no_settings_under_a_name() throws Exception {
        assertThat(findings("sei.web.org=acme")).containsExactly(
                "sei.web.org is not a setting: sei.projects does not name web");
    }

    @Test
    void a_setting_of_a_bean_may_name_one() throws Exception {
        assertThat(findings("camel.beans.client=#class:java.util.concurrent.atomic.AtomicReference",
                "camel.beans.client.plain={{sink.x.y}}", "sink.x.y=1")).isEmpty();
    }

    private String withRoutesOfOnesOwn() {
        return "camel.main.routes-include-pattern=file:routes/*/*.camel.yaml,file:" + folder + "/*.camel.yaml";
    }

    private List<String> findings(List<String> lines, String more) throws Exception {
        return findings(Stream.concat(lines.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private List<String> findings(String... lines) throws Exception {
        try (var configured = new Configured(folder, lines).read()) {
            var context = configured.context();
            var settings = Settings.of(context, new Secrets());
            var domains = context.getRegistry().findSingleByType(Domains.class);
            var copies = new SinkCopies(context, settings, new SinkMarks(settings), domains);
            return new KnownKeys(context, copies.withFiles().stream().map(RouteFile::text).toList(),
                    new Variants(settings, context.getRegistry().findSingleByType(Planner.class), domains.declared()))
                    .findings(copies, new SinkKeys(new Starts(context).endpoints(), settings, domains.all()));
        }
    }
}
