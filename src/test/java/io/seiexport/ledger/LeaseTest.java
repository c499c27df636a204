package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.support.CamelWith;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {
    private static final String ROWS = "CamelSqlUpdateCount";

    @Test
    void a_statement_that_wrote_no_row_ends_the_export_here() {
        var exchange = exchange();
        exchange.getMessage().setHeader(ROWS, 0);

        assertThatThrownBy(() -> lease("2m").demand(exchange)).isInstanceOf(ExportFailed.class)
                .hasMessage("another node has taken it over, because this node did not renew its lease within "
                        + "ledger.lease")
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.LEASE_LOST);
    }

    @Test
    void a_statement_that_wrote_its_row_lets_it_go_on_and_leaves_nothing_behind_for_the_next_demand() throws Exception {
        var exchange = exchange();
        exchange.getMessage().setHeader(ROWS, 1);

        lease("2m").demand(exchange);

        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(ROWS);
        lease("2m").demand(exchange);
    }

    @ParameterizedTest
    @CsvSource({"2m, 120000", "PT1S, 1000", "100ms, 100"})
    void it_lasts_as_long_as_the_setting_says(String setting, long millis) {
        assertThat(lease(setting).millis()).isEqualTo(millis);
    }

    @Test
    void what_is_no_duration_is_refused() {
        var settings = SettingsOf.orDefaults(Map.of("ledger.lease", "soon"));

        Lease.read(settings);

        assertThat(settings.sentences())
                .containsExactly("ledger.lease = soon: use a duration such as PT5S, 100ms, 5s or 2m");
    }

    private static Exchange exchange() {
        return new DefaultExchange(CamelWith.settings(Map.of()));
    }

    private static Lease lease(String setting) {
        return Lease.read(SettingsOf.orDefaults(Map.of("ledger.lease", setting)));
    }
}
