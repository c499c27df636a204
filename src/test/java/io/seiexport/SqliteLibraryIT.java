package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where the native library of the embedded ledger is unpacked, and what is said where it cannot be. */
@Execution(ExecutionMode.CONCURRENT)
class SqliteLibraryIT {
    private static final String ON_A_DISK = "mount -t tmpfs -o %s tmpfs temporary || exit "
            + Installation.NOT_ALLOWED + "; \"$@\"";
    private static final String CANNOT_BE_USED = " and run from there: that folder must exist, be writable, have 2 MB "
            + "of free space and not be mounted noexec; name another one with -Dorg.sqlite.tmpdir=FOLDER, or "
            + "-Djava.io.tmpdir=FOLDER for all temporary files\n";

    @TempDir
    private Path directory;
    private Path temporary;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        installation = Installation.in(directory);
        temporary = Files.createDirectory(directory.resolve("temporary"));
    }

    @Test
    void a_process_that_is_killed_leaves_nothing_of_it_behind() throws Exception {
        try (var process = installation.set("camel.management.port", 0).program()
                .jvmOptions("-Djava.io.tmpdir=" + temporary).start("run")) {
            process.awaitOutput("\\(sei-export\\) started in", Installation.LIMIT);
            process.signal("KILL");
            process.waitFor(Installation.LIMIT);
        }

        assertThat(installation.path("sei-export-ledger.db")).exists();
        assertThat(installation.files("temporary")).noneMatch(name -> name.contains("sqlite"));
        try (var folders = Files.list(temporary)) {
            assertThat(folders).noneMatch(folder -> folder.toString().contains("sqlite"));
        }
    }

    @Test
    void a_folder_of_one_s_own_for_it_is_used() throws Exception {
        var ended = Installation.ended(installation.program()
                .jvmOptions("-Djava.io.tmpdir=" + directory.resolve("nowhere"),
                "-Dorg.sqlite.tmpdir=" + temporary), "plan", "--export", "ba");

        assertThat(ended.code()).as(ended.errors()).isZero();
    }

    @Test
    void a_temporary_folder_that_is_not_there_is_named_in_one_sentence() throws Exception {
        isRefused(Installation.ended(installation.program()
                .jvmOptions("-Djava.io.tmpdir=" + directory.resolve("nowhere")), "once"), directory.resolve("nowhere"));
    }

    @Test
    void a_temporary_folder_from_which_nothing_may_be_run_is_named_in_one_sentence() throws Exception {
        isRefused(onADisk("size=8m,noexec"), temporary);
    }

    @Test
    void a_temporary_folder_without_room_is_named_in_one_sentence() throws Exception {
        isRefused(onADisk("size=512k"), temporary);
    }

    @Test
    void a_small_temporary_folder_is_enough() throws Exception {
        assertThat(onADisk("size=2m").code()).isZero();
    }

    @Test
    void a_platform_that_it_is_not_made_for_is_named_in_one_sentence() throws Exception {
        var ended = Installation.ended(installation.program().jvmOptions("-Dorg.sqlite.osinfo.architecture=s390x"),
                "once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors())
                .isEqualTo("SQLite has no library for this platform (Linux, s390x); use a PostgreSQL database "
                + "instead: ledger.url=jdbc:postgresql://host/database\n");
    }

    private Installation.Ended onADisk(String options) throws Exception {
        var ended = Installation.ended(installation.mounting(ON_A_DISK.formatted(options))
                .jvmOptions("-Djava.io.tmpdir=" + temporary), "plan", "--export", "ba");
        Installation.assumeMounted(ended.code(), ended.errors());
        return ended;
    }

    private static void isRefused(Installation.Ended ended, Path folder) {
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).isEqualTo("SQLite's library cannot be unpacked into " + folder + CANNOT_BE_USED);
    }
}
