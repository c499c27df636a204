package io.seiexport.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.postgresql.Driver;

/**
 * A PostgreSQL server as the settings of a sink name it: opens connections, and says why one did not do its work.
 *
 * @param passwordKey the name of the setting: the password itself is in no step and in no message
 */
record PostgresServer(String url, String username, String passwordKey) {

    /** Begins with a transaction. */
    Connection open(Settings settings) throws SQLException {
        var options = new Properties();
        options.put("user", username);
        options.put("password", settings.secret(passwordKey));
        options.put("ApplicationName", "sei-export");
        options.put("connectTimeout", "10");
        options.put("tcpKeepAlive", "true");
        options.put("socketTimeout", Long.toString(longestSilence(settings).toSeconds()));
        var connection = new Driver().connect(url, options);
        if (connection == null) {
            throw new SettingException(key("url"), shown(), "use an address such as jdbc:postgresql://host/database");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** As long as a delivery may take: nothing else ends a thread that waits for an answer. */
    private Duration longestSilence(Settings settings) {
        return Stream.of(key("timeout"), "sink.timeout").filter(key -> !settings.text(key).isEmpty())
                .findFirst().map(settings::lasting).orElse(Duration.ofMinutes(30));
    }

    ExportFailed failed(Exception thrown) {
        if (thrown instanceof ExportFailed told) {
            return told;
        }
        var said = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("").replaceFirst("\\.$", "");
        var failed = new ExportFailed(Reason.SINK, shown() + ": " + said + advice(thrown));
        failed.initCause(thrown);
        return failed;
    }

    private String advice(Exception thrown) {
        var state = thrown instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "  ";
        return switch (state.substring(0, 2)) {
            case "08", "3D" -> "; check " + key("url");
            case "28" -> "; check " + key("username") + " and " + passwordKey;
            case "3F", "42" -> "; check " + key("schema") + ", and what " + key("username") + " may do there";
            case "55" -> "; another program has locked the table";
            default -> "";
        };
    }

    private String key(String word) {
        return passwordKey.replaceFirst("[^.]*$", word);
    }

    /** Behind the question mark may stand a password. */
    private String shown() {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }
}
