package io.seiexport.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;

import io.seiexport.failure.Failure;
import io.seiexport.settings.SettingException;
import org.apache.camel.util.FileUtil;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/** Loads SQLite's native library, and removes what its driver unpacks for that at each start. */
final class NativeSqlite {
    private static final String FOLDER = "org.sqlite.tmpdir";
    /** Where the driver finds the library unpacked. */
    private static final String LIBRARY = "org.sqlite.lib.path";
    private static final Pattern PLATFORM = Pattern.compile("os\\.name=([^,]+), os\\.arch=([^,\\]]+)");

    private NativeSqlite() {
    }

    /** Anything after the first time, as for another project, changes nothing. */
    static synchronized void load() {
        var given = System.getProperty(FOLDER);
        var base = given == null ? System.getProperty("java.io.tmpdir") : given;
        if (File.separatorChar == '\\') {
            // There a library that is in use cannot be taken away; the driver does it at its next start.
            open(base);
            return;
        }
        Path folder;
        try {
            folder = Files.createTempDirectory(Path.of(base), "sei-export-sqlite");
        } catch (IOException e) {
            throw refusal(base, e.toString());
        }
        var library = System.getProperty(LIBRARY);
        System.setProperty(FOLDER, folder.toString());
        try {
            if (library == null && unpack(folder)) {
                System.setProperty(LIBRARY, folder.toString());
            }
            open(base);
        } finally {
            set(FOLDER, given);
            set(LIBRARY, library);
            FileUtil.removeDir(folder.toFile());
        }
    }

    /**
     * The driver would then compare what it has unpacked byte by byte, which takes as long as all else that it does.
     * Where it cannot be unpacked, the driver says why.
     */
    private static boolean unpack(Path folder) {
        var name = LibraryLoaderUtil.getNativeLibName();
        try (var packed = SQLiteJDBCLoader.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (packed == null) {
                return false;
            }
            Files.copy(packed, folder.resolve(name));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void set(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    private static void open(String base) {
        try {
            DriverManager.getConnection("jdbc:sqlite::memory:").close();
        } catch (SQLException e) {
            throw refusal(base, String.valueOf(Failure.root(e).getMessage()));
        }
    }

    private static SettingException refusal(String base, String why) {
        var platform = PLATFORM.matcher(why);
        if (platform.find() && NativeSqlite.class.getResource(
                "/org/sqlite/native/" + platform.group(1) + "/" + platform.group(2)) == null) {
            return new SettingException("SQLite has no library for this platform (" + platform.group(1) + ", "
                    + platform.group(2) + "); use a PostgreSQL database instead: "
                    + "ledger.url=jdbc:postgresql://host/database");
        }
        return new SettingException("SQLite's library cannot be unpacked into " + base + " and run from there: that "
                + "folder must exist, be writable, have 2 MB of free space and not be mounted noexec; name another one "
                + "with -D" + FOLDER + "=FOLDER, or -Djava.io.tmpdir=FOLDER for all temporary files");
    }
}
