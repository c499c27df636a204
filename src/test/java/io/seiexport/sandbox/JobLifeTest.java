package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class JobLifeTest {
    private static final List<String> DOMAINS = Requests.DOMAINS;
    private static final Instant CREATED = Instant.parse("2026-04-02T06:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(CREATED);
    private final InstantSource clock = now::get;
    private final Options options = Options.defaults().withClock(clock)
            .lasting(Duration.ofSeconds(10), Duration.ofSeconds(60));
    private final Sandbox sandbox = Sandbox.start(0, options);
    private final Caller caller = new Caller(sandbox);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ba, QUEUED, PROCESSING, COMPLETED",
        "sprint, queued, processing, completed",
        "productivity, queued, processing, completed",
        "efficiency, QUEUED, PROCESSING, COMPLETED",
        "ticket-data, QUEUED, PROCESSING, COMPLETED",
    })
    void a_job_is_queued_then_processed_then_completed(String domain, String queued, String processing,
                                                       String completed) throws Exception {
        var id = caller.exportId(domain, Requests.example(domain));

        assertThat(statusOf(domain, id)).isEqualTo(queued);
        pass(Duration.ofSeconds(10));
        assertThat(statusOf(domain, id)).isEqualTo(processing);
        pass(Duration.ofSeconds(60));
        assertThat(statusOf(domain, id)).isEqualTo(completed);
    }

    @Test
    void the_time_of_a_job_is_its_own_but_always_the_same() throws Exception {
        var durations = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            var id = caller.exportId("ba", Requests.forTeam("ba", "team" + i));
            pass(Duration.ofHours(1));
            var again = caller.exportId("ba", Requests.forTeam("ba", "team" + i));
            pass(Duration.ofHours(1));
            assertThat(duration(again)).isEqualTo(duration(id))
                    .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(70));
            durations.add(duration(id).toString());
        }
        assertThat(durations).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({
        "ba, 'exportId,status,createdAt,message', Export job created successfully",
        "sprint, 'exportId,createdAt,createdBy,metadata,message', Export created successfully",
        "productivity, 'exportId,createdAt,message', Export created successfully",
        "efficiency, 'exportId,status,createdAt,message', Export job created successfully",
        "ticket-data, 'exportId,status,createdAt,message', Export job created successfully",
    })
    void a_new_job_is_announced_as_its_domain_does(String domain, String fields, String message) throws Exception {
        var reply = caller.create(domain, Requests.example(domain));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().fieldNames()).toIterable().containsExactly(fields.split(","));
        assertThat(reply.json().get("createdAt").asText()).isEqualTo("2026-04-02T06:00:00Z");
        assertThat(reply.json().get("message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "ba, 'exportId,createdAt,message', Using existing export with identical parameters",
        "sprint, 'exportId,createdAt,message', Using existing export with identical parameters",
        "productivity, 'exportId,createdAt,message', Using existing export with identical parameters",
        "efficiency, 'exportId,createdAt,message', Using existing export with identical parameters",
        "ticket-data, 'exportId,status,createdAt,createdBy,message', Duplicate request - returning existing export",
    })
    void an_identical_request_within_30_minutes_gets_the_same_job(String domain, String fields, String message)
            throws Exception {
        var id = caller.exportId(domain, Requests.example(domain));
        pass(Duration.ofSeconds(1799));

        var reply = caller.create(domain, Requests.example(domain).replace("\n", ""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().fieldNames()).toIterable().containsExactly(fields.split(","));
        assertThat(reply.json().get("exportId").asText()).isEqualTo(id);
        assertThat(reply.json().get("createdAt").asText()).isEqualTo("2026-04-02T06:00:00Z");
        assertThat(reply.json().get("message").asText()).isEqualTo(message);
    }

    @Test
    void after_30_minutes_an_identical_request_makes_a_new_job() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        pass(Duration.ofMinutes(30));

        var reply = caller.create("ba", Requests.example("ba"));

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().get("exportId").asText()).isNotEqualTo(id);
    }

    @Test
    void every_request_makes_a_new_job_where_none_is_reused() throws Exception {
        try (var other = Sandbox.start(0, options.reusingFor(Duration.ZERO))) {
            var caller = new Caller(other);

            assertThat(caller.exportId("ba", Requests.example("ba")))
                    .isNotEqualTo(caller.exportId("ba", Requests.example("ba")));
        }
    }

    @Test
    void the_order_of_fields_makes_no_difference_but_any_value_does() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));

        assertThat(caller.exportId("ba", """
                {"options": {"granularity": "MONTHLY"},
                 "metricGroups": ["CATEGORIZED", "UNCATEGORIZED"],
                 "dateRange": {"end": "2026-03-31", "start": "2026-01-01"},
                 "scope": {"teamId": "team_abc123"}}""")).isEqualTo(id);
        assertThat(caller.exportId("ba", Requests.with("ba", "options.granularity", "\"WEEKLY\""))).isNotEqualTo(id);
    }

    @Test
    void another_project_is_another_request_and_sees_no_foreign_export() throws Exception {
        var id = caller.exportId("ba", Requests.example("ba"));
        var elsewhere = "?projectIdentifier=other&orgIdentifier=acme";

        var other = caller.send(caller.request("/v2/insights/ba/exports" + elsewhere)
                .POST(BodyPublishers.ofString(Requests.example("ba"))));

        assertThat(other.status()).isEqualTo(202);
        assertThat(caller.get("/v2/insights/ba/exports/" + id + elsewhere).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "ba, 'exportId,status,createdAt,completedAt,downloadUrl'",
        "sprint, 'exportId,status,createdAt,createdBy,metadata,completedAt,download'",
        "productivity, 'exportId,status,createdAt,createdBy,metadata,completedAt,download'",
        "efficiency, 'exportId,status,createdAt,completedAt,downloadUrl'",
        "ticket-data, 'exportId,status,createdAt,createdBy,message'",
    })
    void a_completed_job_is_described_as_its_domain_does(String domain, String fields) throws Exception {
        var id = caller.exportId(domain, Requests.example(domain));
        pass(Duration.ofSeconds(70));

        assertThat(caller.status(domain, id).json().fieldNames()).toIterable().containsExactly(fields.split(","));
    }

    @ParameterizedTest
    @CsvSource({"ba, /downloadUrl", "efficiency, /downloadUrl", "sprint, /download/url", "productivity, /download/url"})
    void the_download_url_is_relative_and_leads_to_the_file(String domain, String pointer) throws Exception {
        var id = caller.exportId(domain, Requests.example(domain));
        pass(Duration.ofSeconds(70));

        var url = caller.status(domain, id).json().at(pointer).asText();

        assertThat(url).startsWith("/v2/insights/");
        assertThat(caller.get(url + Caller.IDENTIFIERS).body()).isEqualTo(caller.download(domain, id).body());
    }

    @ParameterizedTest
    @CsvSource({"sprint, sprint-insights-1-2026.csv.gz", "productivity, productivity-insights-456-2024.csv.gz"})
    void the_download_object_tells_name_size_and_kind(String domain, String filename) throws Exception {
        var id = caller.exportId(domain, Requests.example(domain));
        pass(Duration.ofSeconds(70));

        var download = caller.status(domain, id).json().get("download");

        assertThat(download.get("filename").asText()).isEqualTo(filename);
        assertThat(download.get("sizeBytes").asInt()).isEqualTo(caller.download(domain, id).body().length);
        assertThat(download.get("contentType").asText()).isEqualTo("text/csv");
        assertThat(download.get("compression").asText()).isEqualTo("gzip");
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void there_is_no_file_before_completion(String domain) throws Exception {
        var id = caller.exportId(domain, Requests.example(domain));

        var reply = caller.download(domain, id);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().get("status").asInt()).isEqualTo(404);
        assertThat(reply.json().get("error").asText()).isEqualTo("Not Found");
        assertThat(reply.json().get("message").asText()).isEqualTo("Export not found");
    }

    @ParameterizedTest
    @FieldSource("DOMAINS")
    void an_unknown_id_or_one_of_another_domain_is_not_found(String domain) throws Exception {
        var elsewhere = domain.equals("ba") ? "efficiency" : "ba";
        var id = caller.exportId(elsewhere, Requests.example(elsewhere));

        for (var wrong : new String[] {"exp_00000000", id}) {
            assertThat(caller.status(domain, wrong).status()).isEqualTo(404);
            assertThat(caller.download(domain, wrong).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ba,           /error,         FAILED",
        "sprint,       /error/message, failed",
        "productivity, /error,         failed",
        "efficiency,   /error/message, FAILED",
        "ticket-data,  /error,         FAILED",
    })
    void the_job_of_an_unknown_team_or_tree_fails(String domain, String pointer, String failed) throws Exception {
        var team = caller.exportId(domain, Requests.forTeam(domain, "unknown-team"));
        var tree = caller.exportId(domain, Requests.forTree(domain, "Unknown tree"));
        assertThat(statusOf(domain, team)).isEqualTo(failed.equals("failed") ? "queued" : "QUEUED");
        pass(Duration.ofSeconds(70));

        assertThat(statusOf(domain, team)).isEqualTo(failed);
        assertThat(caller.status(domain, team).json().at(pointer).asText()).isEqualTo("Invalid teamId");
        assertThat(caller.status(domain, tree).json().at(pointer).asText()).isEqualTo("Invalid orgTreeName");
        assertThat(caller.download(domain, team).status()).isEqualTo(404);
    }

    @Test
    void a_failed_job_is_reused_like_any_other() throws Exception {
        var id = caller.exportId("ba", Requests.forTeam("ba", "unknown"));
        pass(Duration.ofMinutes(20));

        assertThat(caller.exportId("ba", Requests.forTeam("ba", "unknown"))).isEqualTo(id);
    }

    @Test
    void the_reuse_of_failed_jobs_can_be_switched_off() throws Exception {
        try (var other = Sandbox.start(0, options.withoutReuseOfFailed())) {
            var caller = new Caller(other);
            var id = caller.exportId("ba", Requests.forTeam("ba", "unknown"));
            assertThat(caller.exportId("ba", Requests.forTeam("ba", "unknown"))).isEqualTo(id);
            pass(Duration.ofMinutes(20));

            assertThat(caller.exportId("ba", Requests.forTeam("ba", "unknown"))).isNotEqualTo(id);
        }
    }

    @Test
    void export_ids_are_unique_and_base_36_in_the_letter_case_of_the_domain() throws Exception {
        var ids = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            for (var domain : new String[] {"ba", "productivity"}) {
                var id = caller.exportId(domain, Requests.forTeam(domain, "t" + i));
                assertThat(id).matches(domain.equals("ba") ? "exp_[0-9A-Z]{8}" : "exp_[0-9a-z]{8}");
                ids.add(id.toLowerCase(Locale.ROOT));
            }
        }
        assertThat(ids).hasSize(40);
    }

    @Test
    void the_metadata_of_a_sprint_export_repeats_the_request() throws Exception {
        var metadata = caller.create("sprint", Requests.example("sprint")).json().get("metadata");

        assertThat(metadata.at("/scope/teamId").asText()).isEqualTo("1");
        assertThat(metadata.at("/scope/teamName").asText()).isEqualTo("Platform Team");
        assertThat(metadata.at("/dateRange/end").asText()).isEqualTo("2026-03-31");
        assertThat(metadata.at("/metricGroups/0").asText()).isEqualTo("work");
        assertThat(metadata.at("/options/granularity").asText()).isEqualTo("SPRINT");
        assertThat(metadata.at("/options/compression").asText()).isEqualTo("gzip");
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private String statusOf(String domain, String id) throws Exception {
        return caller.status(domain, id).json().get("status").asText();
    }

    private Duration duration(String id) throws Exception {
        var json = caller.status("ba", id).json();
        return Duration.between(Instant.parse(json.get("createdAt").asText()),
                Instant.parse(json.get("completedAt").asText()));
    }
}
