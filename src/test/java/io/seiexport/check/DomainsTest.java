package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import io.seiexport.support.Configured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainsTest {

    @Test
    void every_route_that_a_clock_starts_is_a_domain(@TempDir Path folder) throws Exception {
        try (var configured = new Configured(folder).read()) {
            var domains = Domains.of(configured.context());

            assertThat(domains).map(Domains.Domain::name)
                    .containsExactly("ba", "efficiency", "productivity", "sprint", "ticket-data");
            assertThat(domains).map(Domains.Domain::paths)
                    .containsExactly("ba", "efficiency", "productivity", "sprint, sprints", "ticket-data");
            assertThat(domains).allSatisfy(domain -> {
                assertThat(domain.question()).startsWith("{").contains("\"{granularity, required: ");
                assertThat(domain.route()).isEqualTo("export-" + domain.name());
                assertThat(domain.key("window")).isEqualTo("export." + domain.name() + ".window");
            });
        }
    }
}
