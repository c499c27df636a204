package io.seiexport.http;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/** Books calls in the ledger, by its clock alone, so that all nodes share one budget, also after a restart. */
final class LedgerBookings implements Bookings {
    private static final String READ = "select now, (select booked from sei_minute where server = ?) from sei_clock";
    private static final String WRITE = """
            insert into sei_minute (server, booked) values (?, ?)
            on conflict (server) do update set booked = excluded.booked where sei_minute.booked = ?
            """;

    private final DataSource ledger;
    private final String server;
    private final int perMinute;

    LedgerBookings(DataSource ledger, String server, int perMinute) {
        this.ledger = ledger;
        this.server = server;
        this.perMinute = perMinute;
    }

    /** Again, if another node has booked in the meantime. */
    @Override
    public Booked book(int wanted) throws SQLException {
        try (var connection = ledger.getConnection()) {
            Booked booked;
            do {
                booked = tryToBook(connection, wanted);
            } while (booked == null);
            return booked;
        }
    }

    private Booked tryToBook(Connection connection, int wanted) throws SQLException {
        try (var reading = connection.prepareStatement(READ); var writing = connection.prepareStatement(WRITE)) {
            reading.setString(1, server);
            String before;
            long now;
            try (var row = reading.executeQuery()) {
                row.next();
                now = TimeUnit.MILLISECONDS.toMicros(row.getLong(1));
                before = row.getString(2) == null ? "" : row.getString(2);
            }
            var minute = Minute.read(before, perMinute);
            var booked = minute.book(wanted, now);
            writing.setString(1, server);
            writing.setString(2, minute.text());
            writing.setString(3, before);
            return writing.executeUpdate() == 1 ? booked : null;
        }
    }
}
