package io.seiexport.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A statement of SQL that calls its values by name, as those of the routes do. */
record Statement(String text, List<String> names) {
    private static final Pattern NAME = Pattern.compile(":([a-z]+)");

    /** With {@code :name} in each place where the value of that name goes. */
    static Statement of(String sql) {
        return new Statement(NAME.matcher(sql).replaceAll("?"),
                NAME.matcher(sql).results().map(name -> name.group(1)).toList());
    }

    /** The rows that it reads, or returns of what it has changed. */
    List<Map<String, Object>> rows(Connection connection, Map<String, ?> values) throws SQLException {
        try (var prepared = connection.prepareStatement(text)) {
            for (var i = 0; i < names.size(); i++) {
                prepared.setObject(i + 1, values.get(names.get(i)));
            }
            if (!prepared.execute()) {
                return List.of();
            }
            try (var read = prepared.getResultSet()) {
                var rows = new ArrayList<Map<String, Object>>();
                while (read.next()) {
                    rows.add(row(read));
                }
                return rows;
            }
        }
    }

    private static Map<String, Object> row(ResultSet read) throws SQLException {
        var columns = read.getMetaData();
        var row = new LinkedHashMap<String, Object>();
        for (var i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), read.getObject(i));
        }
        return row;
    }
}
