package io.seiexport.ledger;

import java.sql.SQLException;
import java.util.TreeMap;

import javax.sql.DataSource;

/** Tells by one statement whether the tables of the ledger are those of this program; Flyway takes much longer. */
final class Schema {
    /** Of the last file beside this class. */
    static final int NEWEST = 4;
    /** Where Flyway keeps what it has done. */
    static final String TABLE = "sei_schema";

    private Schema() {
    }

    /** Only if each version was made, and no other one; about all else Flyway decides. */
    static boolean isUpToDate(DataSource ledger) {
        var made = new TreeMap<Integer, Boolean>();
        try (var connection = ledger.getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select version, success from " + TABLE + " where version <> '0'")) {
            while (rows.next()) {
                made.merge(Integer.parseInt(rows.getString("version")), rows.getBoolean("success"), (one, other) -> false);
            }
        } catch (SQLException | NumberFormatException e) {
            return false;
        }
        return made.size() == NEWEST && made.firstKey() == 1 && made.lastKey() == NEWEST
                && !made.containsValue(false);
    }
}
