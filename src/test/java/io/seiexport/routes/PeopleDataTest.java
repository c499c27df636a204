package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DEVELOPERS;
import static io.seiexport.sandbox.Call.IDENTITIES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.seiexport.cli.Watcher;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.OwedExport;
import io.seiexport.sandbox.Fault;

/** The way of the people: a snapshot of the day on which it is taken. */
@Execution(ExecutionMode.CONCURRENT)
class PeopleDataTest extends RouteTest {
    /** At noon of a day that is over for the server too, whatever its clock shows. */
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(3);
    private static final Duration BACK = Duration.between(DAY.atTime(12, 0).toInstant(ZoneOffset.UTC), Instant.now());

    private volatile int daysLater;
    private final Midnight midnight = new Midnight();

    @Override
    protected Map<String, Object> beans() {
        return Map.of("clock", (InstantSource) this::now, "midnight", midnight);
    }

    /** The day may end between the moment at which an export is owed and that of its call. */
    private final class Midnight implements Watcher {
        private final List<String> setAside = new CopyOnWriteArrayList<>();
        private volatile boolean comes;

        @Override
        public void queued(OwedExport owed) {
            if (comes) {
                daysLater = 1;
            }
        }

        @Override
        public void setAside(String window, Failure failure) {
            setAside.add(window + ": " + failure.sentence());
        }
    }

    private Instant now() {
        return Instant.now().minus(BACK).plus(Duration.ofDays(daysLater));
    }

    private static Map<String, String> settings(String... more) {
        var settings = new HashMap<>(Map.of("export.developers.enabled", "true", "export.identities.enabled", "true"));
        for (var i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static String landed(String domain, LocalDate day) {
        return domain + "/all/snapshot/" + day + "_" + day;
    }

    private Staged export(String domain) throws Exception {
        tick(domain, now());
        return ends.await().delivered().values().iterator().next();
    }

    @Test
    void one_call_for_a_csv_brings_all_people_and_has_no_body() throws Exception {
        start(settings());

        var staged = export("developers");

        assertThat(sandbox().received()).singleElement().satisfies(call -> {
            assertThat(call.method() + " " + call.path()).isEqualTo("GET /v2/developers");
            assertThat(call.query()).isEqualTo(Map.of("projectIdentifier", "Metrics", "orgIdentifier", "Acme"));
            assertThat(call.headers()).containsEntry("Accept", "text/csv")
                    .containsEntry("Authorization", "ApiKey key-of-the-tests").doesNotContainKey("Transfer-Encoding");
            assertThat(call.body()).isEmpty();
        });
        assertThat(staged.proof().rows()).isEqualTo(5);
        assertThat(Files.readString(data().resolve(landed("developers", DAY) + ".csv")))
                .startsWith("developerRefId,name,email,manager_email,department\n7001,Ada Lovelace,ada@example.com,,");
        var manifest = JsonMapper.builder().build()
                .readTree(data().resolve(landed("developers", DAY) + ".manifest.json").toFile());
        assertThat(manifest.path("exportId").isNull()).isTrue();
        assertThat(manifest.path("scope").asText()).isEqualTo("all");
        assertThat(manifest.path("granularity").asText()).isEqualTo("snapshot");
        assertThat(manifest.path("request")).isEmpty();
        assertThat(manifest.path("window").path("start").asText()).isEqualTo(DAY.toString());
        assertThat(inLedger("select state || coalesce(export_id, '-') from sei_window")).isEqualTo("delivered-");
    }

    @Test
    void it_is_taken_once_a_day_and_no_day_is_made_good() throws Exception {
        start(settings());
        export("developers");
        tick("developers", now());
        assertThat(inLedger("select count(*) from sei_window")).isEqualTo("1");

        daysLater = 2;
        tick("developers", now());
        ends.await();

        assertThat(filesIn(data())).containsExactly(landed("developers", DAY) + ".csv",
                landed("developers", DAY) + ".manifest.json", landed("developers", DAY.plusDays(2)) + ".csv",
                landed("developers", DAY.plusDays(2)) + ".manifest.json");
        assertThat(sandbox().count(DEVELOPERS)).isEqualTo(2);
    }

    @Test
    void whoever_asks_as_of_an_earlier_day_gets_the_one_of_today() throws Exception {
        start(settings());

        tick("developers", now().minus(Duration.ofDays(1)));
        ends.await();

        assertThat(filesIn(data())).containsExactly(landed("developers", DAY) + ".csv",
                landed("developers", DAY) + ".manifest.json");
    }

    @Test
    void a_day_that_ends_before_its_call_is_made_is_set_aside_and_not_asked_for() throws Exception {
        start(settings());
        midnight.comes = true;

        tick("developers", now());

        ends.await();
        assertThat(inLedger("select reason from sei_window")).isEqualTo(Reason.ORPHAN.word());
        var sentence = "the day " + DAY + " is over, and developers is a snapshot of the day on which it is taken; "
                + "this one cannot be made good";
        assertThat(inLedger("select sentence from sei_window")).isEqualTo(sentence);
        assertThat(midnight.setAside).containsExactly(landed("developers", DAY) + ": " + sentence);
        assertThat(sandbox().received()).isEmpty();
        assertThat(inLedger("select due_at from sei_window")).isNull();
    }

    @Test
    void a_file_of_yesterday_lands_though_another_question_is_asked_by_now() throws Exception {
        Files.writeString(data(), "a file where a folder should be");
        start(settings());
        tick("developers", now());
        assertThat(ends.await().failed().values()).singleElement()
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.SINK));
        Files.delete(data());
        daysLater = 1;

        startAgain(settings("export.developers.extra.pageSize", "100"));
        tick("developers", now());
        ends.await();

        assertThat(sandbox().count(DEVELOPERS)).isEqualTo(2);
        assertThat(request(DAY)).isEqualTo("{}");
        assertThat(request(DAY.plusDays(1))).isEqualTo("{\"pageSize\":100}");
        assertThat(waiting()).isEmpty();
    }

    /** What the manifest says that was asked. */
    private String request(LocalDate day) throws IOException {
        return JsonMapper.builder().build()
                .readTree(data().resolve(landed("developers", day) + ".manifest.json").toFile())
                .path("request").toString();
    }

    @Test
    void people_in_json_are_refused() throws Exception {
        start(settings("retry.max-attempts", "1"));
        sandbox().faults().next(DEVELOPERS, Fault.answer(200, "{\"message\": \"The records are being set up\"}"));

        tick("developers", now());

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.JSON);
            assertThat(failure.sentence()).endsWith("instead of a report: The records are being set up");
        });
        assertThat(files()).isEmpty();
    }

    @Test
    void a_list_of_people_may_take_longer_to_make_than_other_answers() throws Exception {
        start(settings("camel.component.http.response-timeout", "2000", "camel.component.http.so-timeout", "2000"));
        sandbox().faults().next(DEVELOPERS, Fault.delay(Duration.ofMillis(4000)));

        export("developers");

        assertThat(sandbox().count(DEVELOPERS)).isEqualTo(1);
    }

    @Test
    void columns_are_left_out_or_hashed_before_anything_lands() throws Exception {
        start(settings("export.developers.transform", "direct:transform-columns", "export.developers.columns.drop",
                "name", "export.developers.columns.hash", "email,manager_email", "transform.columns.salt",
                "0123456789abcdef"));

        export("developers");

        var csv = Files.readString(data().resolve(landed("developers", DAY) + ".csv"));
        assertThat(csv).startsWith("developerRefId,email,manager_email,department\n").doesNotContain("@", "Lovelace");
        assertThat(csv.lines().skip(1)).hasSize(5)
                .allMatch(row -> row.matches("\\d+,[0-9a-f]{64},([0-9a-f]{64})?,.*"));
    }

    @Test
    void exactly_as_many_rows_as_a_page_has_are_warned_of() throws Exception {
        start(settings());
        var page = "email,integrationId,identity\n" + "ada@example.com,1,ada\n".repeat(50);
        sandbox().faults().next(IDENTITIES, Fault.body("text/csv", page.getBytes(UTF_8)));

        assertThat(export("identities").warnings()).containsExactly("The file has exactly 50 rows, as a page of a list "
                + "has; if there are more, the server has sent the first page only.");
    }
}
