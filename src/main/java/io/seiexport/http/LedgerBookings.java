package io.seiexport.http;

import java.sql.SQLException;

import javax.sql.DataSource;

/** Books calls in the ledger, by its clock alone, so that all nodes share one budget. */
final class LedgerBookings implements Bookings {
    private static final String BOOK = """
            insert into sei_budget (server, lane, tat, booked_at)
            select ?, ?, now * 1000 - ? + ?, now from sei_clock where true
            on conflict (server, lane) do update set booked_at = excluded.booked_at, tat = ?
            + case when sei_budget.tat > (select now * 1000 from sei_clock) - ?
            and sei_budget.booked_at <= excluded.booked_at + ? then sei_budget.tat
            else (select now * 1000 from sei_clock) - ? end
            returning tat - ? - (select now * 1000 from sei_clock)
            """;

    /** In milliseconds: a clock that has gone back further was wrong, and what was booked by it is void. */
    private static final long BACK = 60_000;

    private final DataSource ledger;
    private final String server;

    LedgerBookings(DataSource ledger, String server) {
        this.ledger = ledger;
        this.server = server;
    }

    @Override
    public long book(String lane, long time, long credit) throws SQLException {
        try (var connection = ledger.getConnection(); var statement = connection.prepareStatement(BOOK)) {
            statement.setString(1, server);
            statement.setString(2, lane);
            var numbers = new long[] {credit, time, time, credit, BACK, credit, time};
            for (var i = 0; i < numbers.length; i++) {
                statement.setLong(i + 3, numbers[i]);
            }
            try (var booked = statement.executeQuery()) {
                booked.next();
                return booked.getLong(1);
            }
        }
    }
}
