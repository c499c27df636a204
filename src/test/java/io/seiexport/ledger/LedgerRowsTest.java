package io.seiexport.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.Test;

class LedgerRowsTest {

    @Test
    void it_reads_the_teams_with_the_statement_of_the_route() throws IOException {
        var route = RouteFolder.ofThisProject().text("ledger-read-teams");
        var query = route.substring(route.indexOf("query: |-") + "query: |-".length(), route.indexOf("dataSource:"));

        assertThat(query.replaceAll(":#\\$\\{[^}]+}", "?")).isEqualToNormalizingWhitespace(LedgerRows.TEAMS.text());
    }
}
