package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Supplier;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.JavaProgram;
import io.seiexport.support.S3Server;
import io.seiexport.support.StartedProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Half a gigabyte goes through a program whose heap is an eighth of it. */
@Order(1)
@TestInstance(Lifecycle.PER_CLASS)
class LargeFileIT {
    private static final LargeCsv CSV = new LargeCsv(500_000_000);
    private static final String LANDED = "ba/team-1/weekly/2026-01-01_2026-03-31.csv";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long MOST_RESIDENT_KB = 400_000;

    private String sha256;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeAll
    void digest() throws IOException, NoSuchAlgorithmException {
        sha256 = CSV.sha256();
    }

    @BeforeEach
    void install(@TempDir Path directory) throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1")
                .set("export.ba.window", "fixed:2026-01-01..2026-03-31");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** Runs {@code once} and tells in the output of the tests how much memory that took. */
    private void once(String what, String type, Supplier<InputStream> file) throws Exception {
        sandbox.faults().next(Call.DOWNLOAD, Fault.body(type, -1, file));
        try (var process = JavaProgram.packaged().in(installation.path("")).jvmOptions("-Xmx64m").start("once")) {
            var resident = mostResident(process);
            assertThat(process.waitFor(LIMIT)).isZero();
            assertThat(process.output()).contains("\n1 delivered, 0 failed.");
            assertThat(resident).isBetween(1L, MOST_RESIDENT_KB);
            System.out.printf("%s: %d MB with -Xmx64m, at most %d MB resident%n", what, CSV.bytes() / 1_000_000,
                    resident / 1000);
        }
    }

    /** In kB; the last value that Linux told before the process was gone. */
    private static long mostResident(StartedProcess process) {
        var status = Path.of("/proc", String.valueOf(process.pid()), "status");
        var most = new long[1];
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            try (var lines = Files.lines(status)) {
                lines.filter(line -> line.startsWith("VmHWM:"))
                        .forEach(line -> most[0] = Long.parseLong(line.replaceAll("\\D", "")));
            } catch (IOException gone) {
                // It ended while its status was read.
            }
            return !process.isAlive();
        });
        return most[0];
    }

    @Test
    void a_gzipped_one_into_a_folder() throws Exception {
        once("gzip to folder", "application/gzip", CSV::gzip);

        assertThat(LargeCsv.sha256(Files.newInputStream(installation.path("data/" + LANDED)))).isEqualTo(sha256);
    }

    @Test
    void a_plain_one_into_a_folder() throws Exception {
        once("plain to folder", "text/csv", CSV::plain);

        assertThat(LargeCsv.sha256(Files.newInputStream(installation.path("data/" + LANDED)))).isEqualTo(sha256);
    }

    @Test
    void a_gzipped_one_into_a_bucket(@TempDir Path s3Directory) throws Exception {
        try (var s3 = S3Server.start(s3Directory)) {
            installation.set("export.ba.sinks", "direct:sink-s3")
                    .set("sink.s3.bucket", s3.bucket()).set("sink.s3.endpoint", s3.endpoint())
                    .set("sink.s3.region", s3.region())
                    .set("sink.s3.access-key", s3.accessKey()).set("sink.s3.secret-key", s3.secretKey());

            once("gzip to bucket", "application/gzip", CSV::gzip);

            assertThat(s3.head(LANDED).contentLength()).isEqualTo(CSV.bytes());
            assertThat(LargeCsv.sha256(s3.client().getObject(get -> get.bucket(s3.bucket()).key(LANDED))))
                    .isEqualTo(sha256);
        }
    }
}
