package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.plan.Domain;
import org.junit.jupiter.api.Test;

class RequestPlacesTest {
    private static final String FILE = "routes/exports/export-board.camel.yaml";

    private static List<String> findings(Set<String> given, String... places) {
        var domain = new Domain();
        domain.setName("board");
        var here = new Written().file(FILE, "- route:\n    id: export-board\n").entries();
        return new RequestPlaces(here, given).findings(domain,
                Stream.of(places).map(domain::key).collect(Collectors.toSet()));
    }

    @Test
    void a_place_that_neither_window_nor_setting_fills_is_refused_with_the_one_that_was_meant() {
        assertThat(findings(Set.of(), "ende")).containsExactly(FILE + ": the place {ende} in the request of the domain "
                + "board is filled by nothing; did you mean {end}? If not, put export.board.ende= into "
                + "application.properties, for a field of your own");
    }

    @Test
    void a_setting_fills_its_place_even_with_nothing() {
        assertThat(findings(Set.of("export.board.severity"), "severity")).isEmpty();
    }

    @Test
    void a_copy_may_leave_out_what_the_shipped_domains_know() {
        assertThat(findings(Set.of(), "metric-groups", "granularity")).isEmpty();
    }
}
