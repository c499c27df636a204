package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of three exports when {@code run} is told to end: the file of one is coming in slowly, the server is
 * still at work on another, and the third waits until one of them has ended, while the clock rings every second.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StopAmidWorkIT {
    private Installation installation;
    private List<String> landedBefore;
    private int code;
    private String errors;
    private List<ReceivedCall> received;

    @BeforeAll
    void stop_amid_work(@TempDir Path directory) throws Exception {
        installation = Installation.in(directory).only("ba", "team:1,team:2,team:3")
                .set("export.ba.window", "fixed:2026-01-01..2026-03-31")
                .set("export.ba.cron", "* * * * * ?")
                .set("export.max-in-flight", 2)
                .set("camel.management.port", 0)
                // What ends before the limit of the tests has not waited for the job that is never ready.
                .set("camel.main.shutdown-timeout", 3600);
        var othersHaveEnded = new CountDownLatch(1);
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            sandbox.faults().next(Call.CREATE, Fault.ordinary());
            sandbox.faults().next(Call.CREATE, Fault.neverReady());
            sandbox.faults().next(Call.DOWNLOAD, Fault.ordinary().heldAfter(20, othersHaveEnded));
            try (var process = installation.exportingFrom(sandbox.address()).start("run")) {
                await().atMost(Installation.LIMIT).until(() -> sandbox.count(Call.DOWNLOAD, "ba") == 1
                        && sandbox.count(Call.CREATE, "ba") == 2);
                process.signal("TERM");
                process.awaitOutput("failed \\(stopped\\)", Installation.LIMIT);
                landedBefore = installation.files("data");
                othersHaveEnded.countDown();
                code = process.waitFor(Installation.LIMIT);
                errors = process.errors();
                received = sandbox.received();
            }
        }
    }

    @Test
    void it_ends_with_the_status_of_the_signal() {
        assertThat(code).isEqualTo(128 + 15);
    }

    @Test
    void it_waits_for_the_download_and_for_nothing_else() throws Exception {
        assertThat(landedBefore).isEmpty();
        assertThat(installation.files("data")).isNotEmpty();
    }

    @Test
    void the_download_in_progress_is_delivered_whole() throws Exception {
        var landed = installation.files("data");
        assertThat(landed).hasSize(2);

        var csv = Files.readAllBytes(installation.path("data").resolve(landed.get(0)));
        var manifest = JsonMapper.builder().build()
                .readTree(installation.path("data").resolve(landed.get(1)).toFile());

        assertThat(csv).hasSize(manifest.path("bytes").intValue());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(csv)))
                .isEqualTo(manifest.path("sha256").textValue());
    }

    @Test
    void nothing_else_stays_behind() throws Exception {
        assertThat(installation.files("data")).hasSize(2).allMatch(name -> name.matches(
                "ba/team-[123]/weekly/2026-01-01_2026-03-31\\.(csv|manifest\\.json)"));
        assertThat(installation.files("staging")).containsExactly(".in-use");
    }

    @Test
    void the_job_that_the_server_is_busy_with_is_given_up() {
        assertThat(errors).containsPattern(
                "ba team:[123] \\S+ failed \\(stopped\\): the program was stopped while the server was still working");
    }

    @Test
    void no_further_export_is_asked_for() {
        assertThat(received).filteredOn(call -> call.method().equals("POST")).hasSize(2);
    }

    @Test
    void what_was_not_begun_stays_owed_and_nothing_is_held() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + installation.path("sei-export-ledger.db"));
                var statement = connection.createStatement();
                var windows = statement.executeQuery("select state, lease_until from sei_window order by state")) {
            var states = new ArrayList<String>();
            while (windows.next()) {
                states.add(windows.getString(1));
                assertThat(windows.getLong(2)).isZero();
            }
            assertThat(states).containsExactly("created", "delivered", "owed");
        }
    }
}
