package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.seiexport.plan.Export;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import org.junit.jupiter.api.Test;

/** Several exports of one domain, and fields of its request that only the settings know. */
class VariantsTest extends RouteTest {

    @Override
    protected Options sandboxOptions() {
        return super.sandboxOptions().alsoKnowing(Set.of("options.timeZone", "labels"));
    }

    @Test
    void each_variant_is_an_export_of_its_own_that_differs_in_what_it_sets() throws Exception {
        start(with("export.ba.variants", "ba,monthly,by-week", "export.ba.monthly.granularity", "monthly",
                "export.ba.by-week.window", "week", "export.ba.by-week.metric-groups", "CATEGORIZED",
                "export.ba.by-week.scopes", "team:2"));

        ring("ba");
        ends.await(3);

        assertThat(filesIn(data())).filteredOn(file -> file.endsWith(".csv")).containsExactly(
                "ba.by-week/team-2/weekly/2026-05-04_2026-05-10.csv",
                "ba.monthly/team-1/monthly/2026-04-01_2026-04-30.csv",
                "ba/team-1/weekly/2026-04-01_2026-04-30.csv");
        assertThat(ends.delivered().keySet()).map(Export::domain)
                .containsExactlyInAnyOrder("ba", "ba.monthly", "ba.by-week");
        assertThat(requests()).hasSize(3).filteredOn(request -> request.contains("CATEGORIZED")).singleElement()
                .asString().contains("\"teamId\":\"2\"", "2026-05-04");
    }

    @Test
    void variants_with_the_same_request_share_its_job_and_both_land() throws Exception {
        start(with("export.ba.variants", "a,b"));

        ring("ba");
        ends.await(2);

        assertThat(filesIn(data())).filteredOn(file -> file.endsWith(".csv")).containsExactly(
                "ba.a/team-1/weekly/2026-04-01_2026-04-30.csv", "ba.b/team-1/weekly/2026-04-01_2026-04-30.csv");
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(2);
        assertThat(sandbox().jobsPerRequest("ba").values()).containsExactly(1L);
    }

    @Test
    void fields_that_only_the_settings_know_are_sent_and_a_variant_may_send_others() throws Exception {
        start(with("export.ba.variants", "a,b", "export.ba.extra.options.timeZone", "UTC",
                "export.ba.b.extra.options.timeZone", "Europe/Berlin", "export.ba.b.extra.labels", "[1, true]"));

        ring("ba");
        ends.await(2);

        var before = "{\"scope\":{\"teamId\":\"1\"},\"dateRange\":{\"start\":\"2026-04-01\",\"end\":\"2026-04-30\"},"
                + "\"options\":{\"granularity\":\"WEEKLY\",\"timeZone\":";
        assertThat(requests()).containsExactlyInAnyOrder(before + "\"UTC\"}}",
                before + "\"Europe/Berlin\"},\"labels\":[1,true]}");
        assertThat(ends.delivered()).hasSize(2);
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(2);
    }

    @Test
    void windows_of_before_the_variants_are_set_aside_and_those_of_the_variants_begin_anew() throws Exception {
        start(with());
        context().getRouteController().stopRoute("work");
        ring("ba");

        startAgain(with("export.ba.variants", "a"));
        ring("ba");
        ends.await(1);

        assertThat(ends.delivered().keySet()).map(Export::domain).containsExactly("ba.a");
        assertThat(inLedger("select state from sei_window where domain = 'ba'")).isEqualTo("owed");
    }

    private static Map<String, String> with(String... pairs) {
        var settings = new TreeMap<>(Map.of("export.ba.scopes", "team:1"));
        for (var i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }
}
