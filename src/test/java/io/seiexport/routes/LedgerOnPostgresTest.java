package io.seiexport.routes;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;

import io.seiexport.support.Postgres;

/** The same ledger in a PostgreSQL. */
@Order(1)
class LedgerOnPostgresTest extends LedgerTest {
    private String url;

    @BeforeEach
    void emptyDatabase() throws SQLException {
        url = Postgres.emptyDatabase();
    }

    @Override
    protected String ledgerUrl() {
        return url;
    }

    @Override
    Map<String, String> with(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("ledger.username", Postgres.user());
        return all;
    }
}
