package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.seiexport.settings.SettingException;
import io.seiexport.support.Configured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {

    @TempDir
    private Path folder;

    @Test
    void the_settings_as_they_come_are_sound() throws Exception {
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sei.base-url=https://app.harness.io | sei.base-url = https://app.harness.io: the address of a Harness cluster "
                + "ends with /sei/api; prod1, prod2 and eu stand for the known ones",
        "sei.auth=bearer                     | sei.auth = bearer: use authorization, sei-api-key or x-api-key",
        "sei.api-key=sword fish              | sei.api-key contains a blank or a character that an HTTP header cannot "
                + "carry",
        "sei.api-key=                        | sei.api-key is missing: an API key of your Harness project, best given "
                + "as the environment variable SEI_API_KEY",
        "export.ba.projects=web              | export.ba.projects = web: sei.projects is empty, so that there is one "
                + "project without a name",
        "sei.projects=web,shop               | sei.projects = web,shop: `camel run` exports only one project at a time; "
                + "name it with sei-export.project=web",
        "sei.project=                        | sei.project is missing: the identifier of the Harness project",
        "sei.org=                            | sei.org is missing: the identifier of the Harness organization",
        "export.zone=Berlin                  | export.zone = Berlin: use a time zone such as UTC or Europe/Berlin",
        "export.max-in-flight=0              | export.max-in-flight = 0: use a whole number, 1 or more",
        "poll.timeout=0s                     | poll.timeout = 0s: use a duration longer than zero",
        "download.stall-timeout=PT0S         | download.stall-timeout = PT0S: use a duration longer than zero",
        "quarantine.max-bytes=9000000000     | quarantine.max-bytes = 9000000000: use 20000000 at most",
        "sink.s3.endpoint=http://s3.acme.com | sink.s3.endpoint = http://s3.acme.com: the files would be sent "
                + "unencrypted; use https, or allow it with sei.allow-plain-http=true",
        "poll.first-delay=5                  | poll.first-delay = 5: use a duration such as PT5S, 100ms, 5s or 2m",
        "poll.max-delay=                     | poll.max-delay is missing: how long, for example 5s or PT5S",
        "poll.timeout=-1s                    | poll.timeout = -1s: use a duration such as PT5S, 100ms, 5s or 2m",
        "retry.max-attempts=none             | retry.max-attempts = none: use a whole number, 1 or more",
        "download.stall-timeout=1min         | download.stall-timeout = 1min: use a duration such as PT5S, 100ms, 5s "
                + "or 2m",
        "staging.directory=                  | staging.directory is missing: where files wait for their sinks",
        "sink.file.directory=                | sink.file.directory is missing: where direct:sink-file puts the files",
        "quarantine.max-files=-1             | quarantine.max-files = -1: use a whole number, 0 or more",
        "quarantine.max-bytes=0              | quarantine.max-bytes = 0: use a number of bytes such as 20000000000",
        "schema-drift=refuse                 | schema-drift = refuse: use fail or warn",
        "empty-replaces=keep                 | empty-replaces = keep: use fail or warn",
        "empty-replace=warn                  | empty-replace is not a setting; did you mean empty-replaces?",
        "export.ba.expect-columns=\"Team     | export.ba.expect-columns = \"Team: a double quote is never closed",
        "schema-drif=fail                    | schema-drif is not a setting; did you mean schema-drift?",
        "sink.s3.compress=gzip               | sink.s3.compress = gzip: use true or false",
        "export.ba.enabled=yes               | export.ba.enabled = yes: use true or false",
        "export.ba.cron=                     | export.ba.cron is missing: when to export, for example 0 0 5 * * ?",
        "export.ba.cron=0 5 * * *            | export.ba.cron = 0 5 * * *: this is not a Quartz cron expression such "
                + "as 0 0 5 * * ?",
        "export.ba.cron=0 0 5 1 1 ? 2020     | export.ba.cron = 0 0 5 1 1 ? 2020: this schedule never fires again",
        "export.ba.window=year               | export.ba.window = year: use day, week, month, quarter, trailing:90d or "
                + "fixed:2026-01-01..2026-03-31",
        "export.ba.auth=bearer               | export.ba.auth = bearer: use authorization, sei-api-key or x-api-key",
        "export.sprint.metrics-with-groups=on | export.sprint.metrics-with-groups = on: use true or false",
        "export.sprint.metric-field=single   | export.sprint.metric-field = single: use metric, metrics",
        "export.productivity.tree-name-alone=on | export.productivity.tree-name-alone = on: use true or false",
        "export.efficiency.managers=jane     | export.efficiency.managers: use name:address for each manager, and each "
                + "name once, for example jane:jane.doe@example.com",
        "export.ba.range-end=first-day       | export.ba.range-end = first-day: use last-day or next-day",
        "export.ba.closing-lag=1d            | export.ba.closing-lag = 1d: use a duration such as P1D or P2W "
                + "(calendar days) or PT6H or 6h (hours)",
        "export.ba.granularity=daily         | export.ba.granularity = daily: use WEEKLY, MONTHLY, QUARTERLY",
        "export.ba.scopes=101                | export.ba.scopes = 101: a scope is team:ID, tree:NAME, "
                + "tree:NAME/team:ID, tree:NAME/manager:NAME, teams:* or teams:NAME",
        "export.ba.teams-exclude=Web         | export.ba.teams-exclude = Web: it selects among the teams of teams:* or "
                + "teams:TREE, and export.ba.scopes lists neither",
        "sei.teams-cache=soon                | sei.teams-cache = soon: use a duration such as PT5S, 100ms, 5s or 2m",
        "export.ba.sinks=sink-file           | export.ba.sinks = sink-file: a sink is a Camel endpoint, for example "
                + "direct:sink-file",
        "export.ba.sinks=direct:sink-ftp     | export.ba.sinks = direct:sink-ftp: no route in routes/ has this name",
        "export.ba.sinks=direct:sink-s3      | sink.s3.bucket is missing: export.ba.sinks names direct:sink-s3, "
                + "which needs it",
        "notify.timeout=0s                   | notify.timeout = 0s: use a duration longer than zero",
        "notify.sinks=direct:notify-nobody   | notify.sinks = direct:notify-nobody: no route in routes/ has this name",
        "notify.sinks=hooks.example.com      | notify.sinks = hooks.example.com: a sink is a Camel endpoint, for example "
                + "direct:hooks.example.com",
        "notify.sink=direct:sink-file        | notify.sink is not a setting; did you mean notify.sinks?",
        "export.ba.transform=transform-columns | export.ba.transform = transform-columns: a transform is a route of its "
                + "own such as direct:transform-columns",
        "export.ba.transform=direct:deliver  | export.ba.transform = direct:deliver: a transform is a route of its own "
                + "such as direct:transform-columns",
        "export.ba.transform=direct:transform-x | export.ba.transform = direct:transform-x: no route in routes/ has "
                + "this name",
        "export.ba.transform=direct:transform-colums | export.ba.transform = direct:transform-colums: no route in "
                + "routes/ has this name; did you mean direct:transform-columns?",
        "export.ba.columns.drop=Developer    | export.ba.columns.* changes nothing unless "
                + "export.ba.transform=direct:transform-columns",
        "export.ba.transform=direct:transform-columns | export.ba.transform = direct:transform-columns: it changes "
                + "nothing without one of export.ba.columns.keep, export.ba.columns.drop, export.ba.columns.rename, "
                + "export.ba.columns.hash",
        "export.ba.transform-format=xml      | export.ba.transform-format = xml: use csv or jsonl",
        "export.ba.transform-format=jsonl    | export.ba.transform-format = jsonl: only a transform can make that of "
                + "the CSV that the server sends; name one in export.ba.transform",
        "export.ba.colums.drop=Developer     | export.ba.colums.drop is not a setting; did you mean "
                + "export.ba.columns.drop?",
        "transform.columns.pepper=x          | transform.columns.pepper is not a setting; did you mean "
                + "transform.columns.salt?",
        "export.ba.sinks=nosuch:thing?password=x | export.ba.sinks = nosuch:...: this program has no Camel component "
                + "of this name; usually the Maven artifact org.apache.camel:camel-nosuch brings it, and goes into "
                + "the folder plugins/ beside sei-export.jar, with what it needs"})
    void a_wrong_setting_is_found(String line, String finding) throws Exception {
        assertThat(findings(line)).containsExactly(finding);
    }

    @Test
    void a_name_that_no_variant_can_have_is_refused() throws Exception {
        var form = "the name of a variant has lower-case letters, digits and hyphens between them, such as by-team";

        assertThat(findings("export.ba.variants=Team,window,extra", "export.sprint.variants=a--b,columns",
                "export.efficiency.variants=a,b,a", "export.ticket-data.variants=ticket-data,plain"))
                .containsExactlyInAnyOrder(
                        "export.ba.variants = Team: " + form,
                        "export.sprint.variants = a--b: " + form,
                        "export.ba.variants = window: export.ba.window is a setting of the domain; give the variant "
                                + "another name",
                        "export.ba.variants = extra: export.ba.extra is a setting of the domain; give the variant "
                                + "another name",
                        "export.sprint.variants = columns: export.sprint.columns is a setting of the domain; give the "
                                + "variant another name",
                        "export.efficiency.variants = a: this variant is listed twice");
    }

    @Test
    void a_wrong_setting_of_variants_is_said_once_under_the_key_that_has_it() throws Exception {
        assertThat(findings("export.ba.variants=a,b", "export.ba.window=year", "export.ba.b.window=week",
                "export.ba.a.sinks=direct:sink-ftp", "export.ba.b.columns.drop=Team", "export.ba.cron=daily",
                "export.ba.extra.options.format=json", "export.ba.b.extra.scope=x"))
                .containsExactlyInAnyOrder(
                        "export.ba.window = year: use day, week, month, quarter, trailing:90d or "
                                + "fixed:2026-01-01..2026-03-31",
                        "export.ba.a.sinks = direct:sink-ftp: no route in routes/ has this name",
                        "export.ba.b.columns.* changes nothing unless export.ba.transform=direct:transform-columns",
                        "export.ba.cron = daily: this is not a Quartz cron expression such as 0 0 5 * * ?",
                        "export.ba.b.extra.scope would change scope of the request, so that a file holds something "
                                + "else than its name and the ledger say; export.ba.scopes and export.ba.window "
                                + "set what is exported");
        assertThat(findings("export.ba.variants=a,b", "export.ba.extra.options.format=json"))
                .containsExactly("export.ba.extra.options.format = json: files are requested as CSV, because only of a "
                        + "CSV it can be verified that it is whole; JSON lines are made of it by a transform, see "
                        + "export.ba.transform-format");
    }

    @Test
    void two_settings_with_one_name_in_the_environment_are_refused() throws Exception {
        domain("ba-team", "{\"scope\": \"{scope: team}\"}");

        assertThat(findings(
                "camel.main.routes-include-pattern=file:routes/*/*.camel.yaml,file:" + folder + "/*.camel.yaml",
                "export.ba-team.enabled=false", "export.ba.variants=team"))
                .containsExactly("export.ba.variants = team: export.ba.team.auth and export.ba-team.auth have the "
                        + "same name in the environment; give the variant another name");
    }

    @Test
    void a_list_with_a_name_of_its_own_is_used_by_it() throws Exception {
        assertThat(findings("teams.backend=team:1,team:2", "export.ba.scopes={{teams.backend}},tree:A",
                "export.sprint.scopes={{teams.backend}}")).isEmpty();
        assertThat(findings("teams.backend=team:1,team:2", "export.ba.scopes={{teams.backnd}}"))
                .singleElement().asString().startsWith("export.ba.scopes cannot be read: ").contains("teams.backnd");
        assertThat(findings("export.ba.variants=a", "export.ba.scopes={{teams.backnd}}",
                "export.ba.extra.note={\"a\":{\"b\":1}}")).hasSize(2)
                .anyMatch(finding -> finding.startsWith("export.ba.scopes cannot be read: "))
                .anyMatch(finding -> finding.equals("export.ba.extra.note cannot be read: }} ends a placeholder that "
                        + "nothing begins; write } } instead"));
        assertThat(findings("teams.backend=team:1,team 2", "export.ba.scopes={{teams.backend}}"))
                .containsExactly("export.ba.scopes = team 2: a scope is team:ID, tree:NAME, tree:NAME/team:ID, "
                        + "tree:NAME/manager:NAME, teams:* or teams:NAME");
    }

    @Test
    void each_wrong_setting_is_a_finding_of_its_own() throws Exception {
        assertThat(findings("sei.auth=bearer", "export.ba.window=year", "export.ba.cron=daily",
                "export.sprint.granularity=hourly"))
                .hasSize(4)
                .anyMatch(finding -> finding.startsWith("sei.auth = bearer: "))
                .anyMatch(finding -> finding.startsWith("export.ba.window = year: "))
                .anyMatch(finding -> finding.startsWith("export.ba.cron = daily: "))
                .anyMatch(finding -> finding.startsWith("export.sprint.granularity = hourly: "));
    }

    @Test
    void of_a_domain_that_is_switched_off_only_the_switch_matters() throws Exception {
        assertThat(findings("export.ba.enabled=false", "export.ba.window=year", "export.ba.cron=", "export.ba.sinks=x"))
                .isEmpty();
    }

    @Test
    void sinks_may_be_any_endpoint() throws Exception {
        assertThat(findings("export.ba.sinks=direct:sink-file,direct://sink-file,direct:sink-file?timeout=5000,"
                + "file:backup?fileName=${file:name},sftp:robot@files.example.com/in")).isEmpty();
    }

    @Test
    void a_transform_with_what_it_needs_can_be_used() throws Exception {
        assertThat(findings("export.ba.transform=direct:transform-columns", "export.ba.columns.hash=Developer",
                "transform.columns.salt=sixteen letters!")).isEmpty();
    }

    @Test
    void columns_without_their_salt_are_refused() throws Exception {
        assertThat(findings("export.ba.transform=direct:transform-columns", "export.ba.columns.hash=Developer"))
                .containsExactly("transform.columns.salt is missing: the secret that export.ba.columns.hash needs, 16 "
                        + "characters at least, as a value or as file:PATH");
    }

    @Test
    void a_transform_of_ones_own_may_change_columns_too_and_its_settings_must_be_there() throws Exception {
        Files.writeString(folder.resolve("transform-own.camel.yaml"), """
                - route:
                    id: named-otherwise
                    group: transforms
                    from:
                      uri: direct
                      parameters: {name: transform-own}
                      steps:
                        - to: {uri: direct, parameters: {name: transform-columns}}
                        - log: {message: "{{transform.own.word}}"}
                """);
        var own = new String[] {"camel.main.routes-include-pattern=file:routes/*/*.camel.yaml,file:" + folder
                + "/*.camel.yaml", "export.ba.transform=direct:transform-own", "export.ba.columns.drop=Developer"};

        assertThat(findings(own)).containsExactly("transform.own.word is missing: export.ba.transform names "
                + "direct:transform-own, which needs it");
    }

    @Test
    void a_bucket_makes_the_sink_for_it_usable() throws Exception {
        assertThat(findings("export.ba.sinks=direct:sink-s3", "sink.s3.bucket=exports")).isEmpty();
    }

    @Test
    void a_request_that_nobody_can_make_is_a_finding() throws Exception {
        domain("new", "{\"x\": \"{X}\"}");

        assertThat(findings(
                "camel.main.routes-include-pattern=file:routes/*/*.camel.yaml,file:" + folder + "/*.camel.yaml",
                "export.new.enabled=false"))
                .anyMatch(finding -> finding.startsWith("'{X}' is not a valid placeholder: "));
    }

    @Test
    void a_domain_of_ones_own_has_the_settings_of_every_domain() throws Exception {
        domain("new", "{\"scope\": \"{scope: team}\"}");

        assertThat(findings(
                "camel.main.routes-include-pattern=file:routes/*/*.camel.yaml,file:" + folder + "/*.camel.yaml",
                "export.new.enabled=true", "export.new.cron=0 0 5 * * ?", "export.new.scopes=team:1",
                "export.new.window=month", "export.new.closing-lag=P1D", "export.new.since=2026-01-01",
                "export.new.settle=0", "export.new.granularity=weekly", "export.new.expect-columns=team",
                "export.new.sinks=direct:sink-file")).isEmpty();
    }

    @Test
    void a_wrong_setting_ends_the_start_with_a_line_for_each_finding() throws Exception {
        try (var configured = new Configured(folder, "sei.auth=bearer", "export.ba.window=year")) {
            assertThatThrownBy(configured::start).satisfies(thrown -> assertThat(sentences(thrown))
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("sei.auth = bearer: "))
                    .anyMatch(line -> line.startsWith("export.ba.window = year: ")));
            assertThat(configured.context().isStarted()).isFalse();
        }
    }

    @Test
    void all_wrong_settings_are_said_in_one_refusal_whoever_reads_them() throws Exception {
        try (var configured = new Configured(folder, "sei.auth=bearer", "sei.reuse-window=x", "retry.max-attempts=0",
                "poll.timeout=0s", "export.zone=Berlin", "export.max-in-flight=0", "ledger.lease=1s",
                "download.stall-timeout=0s", "report.timeout=0s", "download.max-bytes=20GB",
                "download.unframed=drop", "ragged-rows=drop",
                "staging.directory=a%41", "quarantine.max-files=-1", "quarantine.max-bytes=0", "schema-drift=drop",
                "empty-replaces=drop", "sink.file.directory=", "sink.s3.endpoint=s3", "sink.s3.compress=gzip",
                "sink.timeout=0s", "transform.timeout=0s", "sink.s3.timeout=soon", "sink.file.check=no",
                "export.ba.cron=daily", "notify.timeout=0s", "notify.sinks=direct:nobody", "sei.teams-cache=-1s")) {
            assertThatThrownBy(configured::start).satisfies(thrown -> assertThat(sentences(thrown))
                    .containsExactlyInAnyOrder(
                            "sei.teams-cache = -1s: use a duration such as PT5S, 100ms, 5s or 2m",
                            "sei.auth = bearer: use authorization, sei-api-key or x-api-key",
                            "sei.reuse-window = x: use a duration such as PT5S, 100ms, 5s or 2m",
                            "retry.max-attempts = 0: use a whole number, 1 or more",
                            "poll.timeout = 0s: use a duration longer than zero",
                            "export.zone = Berlin: use a time zone such as UTC or Europe/Berlin",
                            "export.max-in-flight = 0: use a whole number, 1 or more",
                            "ledger.lease = 1s: use 10s at least",
                            "download.stall-timeout = 0s: use a duration longer than zero",
                            "report.timeout = 0s: use a duration longer than zero",
                            "download.max-bytes = 20GB: use a number of bytes such as 20000000000",
                            "download.unframed = drop: use fail or warn",
                            "ragged-rows = drop: use fail or warn",
                            "staging.directory = a%41: use a folder whose name has no % before two digits",
                            "quarantine.max-files = -1: use a whole number, 0 or more",
                            "quarantine.max-bytes = 0: use a number of bytes such as 20000000000",
                            "schema-drift = drop: use fail or warn",
                            "empty-replaces = drop: use fail or warn",
                            "sink.file.directory is missing: where direct:sink-file puts the files",
                            "sink.s3.endpoint = s3: use an address such as https://s3.example.com",
                            "sink.s3.compress = gzip: use true or false",
                             "transform.timeout = 0s: use a duration longer than zero",
                             "sink.timeout = 0s: use a duration longer than zero",
                             "sink.s3.timeout = soon: use a duration such as PT5S, 100ms, 5s or 2m",
                             "sink.file.check = no: use true or false",
                             "export.ba.cron = daily: this is not a Quartz cron expression such as 0 0 5 * * ?",
                             "notify.timeout = 0s: use a duration longer than zero",
                             "notify.sinks = direct:nobody: no route in routes/ has this name"));
            assertThat(configured.context().isStarted()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"sink.s3.access-key, sink.s3.access-key and sink.s3.secret-key",
        "sink.s3.secret-key, sink.s3.access-key and sink.s3.secret-key",
        "sink.archive.access-key, sink.archive.access-key and sink.s3.secret-key"})
    void half_of_the_key_of_a_bucket_is_found_before_any_route_is_made(String half, String both) throws Exception {
        try (var configured = new Configured(folder, "sink.s3.bucket=exports", "sink.archive.like=s3",
                "sink.archive.bucket=others", half + "=swordfish", "sei.auth=bearer").read()) {
            assertThat(configured.preflight().findings()).contains(both + " belong together: set both or none",
                    "sei.auth = bearer: use authorization, sei-api-key or x-api-key");
        }
    }

    @Test
    void half_of_a_key_does_not_matter_where_there_is_no_bucket() throws Exception {
        try (var configured = new Configured(folder, "sink.s3.secret-key=swordfish").read()) {
            assertThat(configured.preflight().findings()).isEmpty();
        }
    }

    @Test
    void a_wrong_setting_ends_the_start_even_when_nobody_asked_before_it() throws Exception {
        try (var configured = new Configured(folder, "sei.auth=bearer").read()) {
            assertThatThrownBy(() -> configured.context().start()).satisfies(thrown -> assertThat(sentences(thrown))
                    .containsExactly("sei.auth = bearer: use authorization, sei-api-key or x-api-key"));
            assertThat(configured.context().isStarted()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"20GB", "0", "-1", "''", "99999999999999999999"})
    void a_wrong_size_ends_the_start_under_the_name_of_its_setting(String size) throws Exception {
        try (var configured = new Configured(folder, "download.max-bytes=" + size)) {
            assertThatThrownBy(configured::start).satisfies(thrown -> assertThat(sentences(thrown))
                    .containsExactly("download.max-bytes = " + size + ": use a number of bytes such as 20000000000"));
        }
    }

    @ParameterizedTest
    @CsvSource({"ragged-rows, drop", "ragged-rows, ''", "download.unframed, drop", "download.unframed, ''",
        "schema-drift, ''", "empty-replaces, warning"})
    void a_wrong_word_for_fail_or_warn_ends_the_start_under_the_name_of_its_setting(String key, String word)
            throws Exception {
        try (var configured = new Configured(folder, key + "=" + word)) {
            assertThatThrownBy(configured::start).satisfies(thrown -> assertThat(sentences(thrown))
                    .containsExactly(key + " = " + word + ": use fail or warn"));
        }
    }

    @ParameterizedTest
    @CsvSource({"ragged-rows, Warn", "download.unframed, Fail", "schema-drift, FAIL", "empty-replaces, wARN"})
    void fail_and_warn_are_taken_in_any_letter_case(String key, String word) throws Exception {
        try (var configured = new Configured(folder, key + "=" + word).start()) {
            assertThat(configured.context().isStarted()).isTrue();
        }
    }

    @Test
    void sound_settings_start() throws Exception {
        try (var configured = new Configured(folder).start()) {
            assertThat(configured.context().isStarted()).isTrue();
            assertThat(configured.context().getRoutes()).hasSizeGreaterThan(5);
        }
    }

    private static List<String> sentences(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException) {
                return cause.getMessage().lines().toList();
            }
        }
        throw new AssertionError(thrown);
    }

    private void domain(String name, String request) throws Exception {
        Files.writeString(folder.resolve("export-" + name + ".camel.yaml"), """
                - beans:
                    - name: domain-%1$s
                      type: io.seiexport.plan.Domain
                      properties:
                        name: %1$s
                        paths: %1$s
                        request: '%2$s'
                - route:
                    id: export-%1$s
                    from:
                      uri: quartz
                      parameters:
                        triggerName: %1$s
                        cron: "0 0 5 * * ?"
                      steps:
                        - setBody:
                            expression:
                              simple:
                                expression: ${ref:domain-%1$s}
                """.formatted(name, request));
    }

    private List<String> findings(String... lines) throws Exception {
        try (var configured = new Configured(folder, lines).read()) {
            return configured.preflight().findings();
        }
    }
}
