package io.seiexport.delivery;

import static io.seiexport.delivery.SqlNames.quoted;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.http.Account;
import io.seiexport.plan.Export;

/**
 * The statements about the rows of one window, in the table of its domain, and about its row in the table of manifests.
 *
 * @param key the columns that tell it from other windows, of whatever project and server
 */
record PostgresWindow(String schema, String table, String domain, Map<String, Object> key) {
    private static final String MANIFESTS = "sei_manifest";
    private static final String DOMAIN = "sei_domain";
    private static final String EXPORT_ID = "sei_export_id";
    private static final Set<String> OF_POSTGRES = Set.of("tableoid", "cmax", "xmax", "cmin", "xmin", "ctid");

    static PostgresWindow of(String schema, Export export, Account account) {
        var key = new LinkedHashMap<String, Object>();
        key.put("sei_server", account.server());
        key.put("sei_org", account.org());
        key.put("sei_project", account.project());
        key.put("sei_scope", export.scope().toString());
        key.put("sei_window_start", Date.valueOf(export.window().start()));
        key.put("sei_window_end", Date.valueOf(export.window().end()));
        key.put("sei_granularity", export.granularity());
        return new PostgresWindow(schema, SqlNames.of("sei_" + export.domain()), export.domain(), key);
    }

    /** What the columns of a CSV are called. */
    List<String> columns(List<String> header) {
        var taken = new TreeSet<>(OF_POSTGRES);
        taken.addAll(key.keySet());
        taken.add(EXPORT_ID);
        return SqlNames.distinct(header, taken);
    }

    /** Makes what is missing; where nothing is, nobody who reads a table waits. Tells the types of its columns. */
    Map<String, String> makeTables(Connection connection, List<String> columns) throws SQLException {
        lock(connection, "sei-export " + schema);
        if (types(connection, MANIFESTS).isEmpty()) {
            run(connection, "create table " + in(MANIFESTS) + " (" + DOMAIN + " text not null, " + definitions() + ", "
                    + EXPORT_ID + " text, row_count bigint not null, sha256 text not null, delivered_at timestamptz "
                    + "not null default now(), manifest json not null, primary key (" + DOMAIN + ", "
                    + String.join(", ", key.keySet()) + "))");
        }
        var known = types(connection, table);
        if (known.isEmpty()) {
            run(connection, "create table " + in(table) + " (" + definitions() + ", " + EXPORT_ID + " text)");
            run(connection, "create index on " + in(table) + " (sei_window_start, sei_scope)");
        }
        var missing = columns.stream().filter(name -> !known.containsKey(name))
                .map(name -> "add column " + quoted(name) + " text").toList();
        if (!missing.isEmpty()) {
            run(connection, "alter table " + in(table) + " " + String.join(", ", missing));
        }
        return types(connection, table);
    }

    private String definitions() {
        return key.entrySet().stream().map(column -> column.getKey() + " " + type(column.getValue()) + " not null")
                .collect(Collectors.joining(", "));
    }

    private static String type(Object value) {
        return value instanceof Date ? "date" : "text";
    }

    private Map<String, String> types(Connection connection, String name) throws SQLException {
        var types = new LinkedHashMap<String, String>();
        try (var statement = connection.prepareStatement("select attname, format_type(atttypid, atttypmod) "
                + "from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped")) {
            set(statement, in(name));
            var rows = statement.executeQuery();
            while (rows.next()) {
                types.put(rows.getString(1), rows.getString(2));
            }
        }
        return types;
    }

    /** Two nodes may load the same window, one of which has lost its lease and does not know it yet. */
    void lock(Connection connection) throws SQLException {
        lock(connection, schema + domain + key.values());
    }

    /** Until the end of the transaction; a table that another program keeps locked is no reason to wait for ever. */
    private static void lock(Connection connection, String what) throws SQLException {
        run(connection, "set local lock_timeout = '1min'");
        run(connection, "select pg_advisory_xact_lock(hashtext(?))", what);
    }

    void delete(Connection connection) throws SQLException {
        run(connection, "delete from " + in(MANIFESTS) + " where " + DOMAIN + " = ? and " + isOfKey(),
                keyAfter(domain));
        run(connection, "delete from " + in(table) + " where " + isOfKey(), key.values().toArray());
    }

    void dropTable(Connection connection) throws SQLException {
        run(connection, "drop table if exists " + in(table));
    }

    /** Takes over what a temporary table of texts holds; who gave a column another type gets it read as such. */
    long insertFrom(String source, Connection connection, List<String> columns, Map<String, String> types,
            String exportId) throws SQLException {
        var own = key.values().stream().map(value -> "?::" + type(value)).collect(Collectors.joining(", "));
        var names = columns.stream().map(SqlNames::quoted).collect(Collectors.joining(", "));
        var values = columns.stream().map(name -> quoted(name) + "::" + types.get(name))
                .collect(Collectors.joining(", "));
        return run(connection, "insert into " + in(table) + " (" + EXPORT_ID + ", "
                + String.join(", ", key.keySet()) + ", " + names + ") select ?, " + own + ", " + values + " from "
                + source, keyAfter(exportId));
    }

    void insertManifest(Connection connection, String exportId, long rows, String sha256, String manifest)
            throws SQLException {
        run(connection, "insert into " + in(MANIFESTS) + " (" + EXPORT_ID + ", row_count, sha256, manifest, " + DOMAIN
                + ", " + String.join(", ", key.keySet()) + ") values (?, ?, ?, ?::json, ?" + ", ?".repeat(key.size())
                + ")", keyAfter(exportId, rows, sha256, manifest, domain));
    }

    boolean isVouchedFor(Connection connection, String sha256) throws SQLException {
        return count(connection, MANIFESTS, "sha256 = ? and " + DOMAIN + " = ? and " + isOfKey(),
                keyAfter(sha256, domain)) == 1;
    }

    long rows(Connection connection) throws SQLException {
        return count(connection, table, isOfKey(), key.values().toArray());
    }

    private long count(Connection connection, String name, String where, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement("select count(*) from " + in(name) + " where " + where)) {
            set(statement, values);
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    static long run(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.execute();
            return statement.getLargeUpdateCount();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (var place = 0; place < values.length; place++) {
            statement.setObject(place + 1, values[place]);
        }
    }

    private String in(String name) {
        return quoted(schema) + "." + quoted(name);
    }

    private String isOfKey() {
        return key.keySet().stream().map(name -> name + " = ?").collect(Collectors.joining(" and "));
    }

    private Object[] keyAfter(Object... values) {
        return Stream.concat(Stream.of(values), key.values().stream()).toArray();
    }
}
