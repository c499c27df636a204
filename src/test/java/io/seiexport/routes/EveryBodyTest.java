package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.csv.BadBodies;
import io.seiexport.failure.Failure;
import io.seiexport.sandbox.Fault;
import org.junit.jupiter.api.Test;

/** Every body that a download may come with, good and bad, through the whole program into a folder. */
class EveryBodyTest extends RouteTest {
    private static final String LANDED = "ba/team-%d/weekly/2026-04-01_2026-04-30";
    /** A domain of which a person says that there must be a certain column. */
    private static final String VOUCHED = "sprint/team-%d/sprint/2026-04-01_2026-04-30";

    @Test
    void none_of_the_bad_bodies_lands_and_all_of_the_good_ones_do_as_they_were() throws Exception {
        var bodies = BadBodies.all();
        for (var number = 0; number < bodies.size(); number++) {
            sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", bodies.get(number).bytes())
                    .forTeam(String.valueOf(number + 1)));
        }
        start(settings(bodies));

        ring("ba");
        ring("sprint");
        var failed = failed();

        var landed = new ArrayList<String>();
        for (var number = 0; number < bodies.size(); number++) {
            var body = bodies.get(number);
            var name = (body.vouched() ? VOUCHED : LANDED).formatted(number + 1);
            if (body.isGood()) {
                landed.addAll(List.of(name + ".csv", name + ".manifest.json"));
                assertThat(data().resolve(name + ".csv")).as(body.name()).hasBinaryContent(body.content());
            }
            assertThat(failed.get("team:" + (number + 1))).as(body.name()).isEqualTo(body.reason());
        }
        assertThat(filesIn(data())).containsExactlyInAnyOrderElementsOf(landed);
        assertThat(waiting()).isEmpty();
        assertThat(ends.delivered()).hasSameSizeAs(BadBodies.good());
        assertThat(failed).hasSameSizeAs(BadBodies.bad()).hasSizeGreaterThan(100);
    }

    @Test
    void a_body_that_ends_before_its_length_does_not_land_wherever_it_ends() throws Exception {
        var csv = "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);
        for (var length = 1; length < csv.length; length++) {
            sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", csv).cutAfter(length)
                    .forTeam(String.valueOf(length)));
        }
        start(settings(csv.length - 1));

        ring("ba");

        assertThat(failed()).hasSize(csv.length - 1).allSatisfy((scope, reason) ->
                assertThat(reason).isEqualTo("input-output"));
        assertThat(files()).isEmpty();
    }

    @Test
    void a_file_without_rows_lands_with_a_warning() throws Exception {
        sandbox().faults().next(DOWNLOAD, Fault.body("text/csv", "a,b\n".getBytes(StandardCharsets.UTF_8)));
        start(settings(1));

        ring("ba");

        assertThat(ends.await().delivered().values()).singleElement().satisfies(staged -> {
            assertThat(staged.proof().rows()).isZero();
            assertThat(staged.proof().warnings()).containsExactly("The file has a header and no rows.");
        });
        assertThat(Files.readString(data().resolve(LANDED.formatted(1) + ".csv"))).isEqualTo("a,b\n");
    }

    private Map<String, String> failed() {
        var failed = new TreeMap<String, String>();
        for (Map.Entry<?, Failure> end : ends.await().failed().entrySet()) {
            failed.put(end.getKey().toString().replaceFirst("^\\S+ (\\S+) .*$", "$1"), end.getValue().reason().word());
        }
        return failed;
    }

    private static Map<String, String> settings(List<BadBodies.Case> bodies) {
        var settings = new HashMap<>(settings(teams(bodies, false)));
        settings.putAll(Map.of("export.sprint.scopes", teams(bodies, true),
                "export.sprint.expect-columns", BadBodies.COLUMN));
        return settings;
    }

    private static String teams(List<BadBodies.Case> bodies, boolean vouched) {
        return IntStream.range(0, bodies.size()).filter(number -> bodies.get(number).vouched() == vouched)
                .mapToObj(number -> "team:" + (number + 1)).collect(Collectors.joining(","));
    }

    private static Map<String, String> settings(int teams) {
        return settings(IntStream.rangeClosed(1, teams).mapToObj(team -> "team:" + team)
                .collect(Collectors.joining(",")));
    }

    private static Map<String, String> settings(String scopes) {
        return Map.of("export.ba.scopes", scopes, "export.max-in-flight", "300", "retry.max-attempts", "1");
    }
}
