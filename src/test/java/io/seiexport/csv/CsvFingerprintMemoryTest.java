package io.seiexport.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million rows are printed and compared in a heap that cannot hold as much as their fingerprints. */
class CsvFingerprintMemoryTest {
    private static final int ROWS = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    /** Writes a file and its restatement in another order, prints both, and holds them against each other. */
    static final class Program {
        /** Without a divisor in common with the number of rows, so that each comes once. */
        private static final long STEP = 7_919;

        public static void main(String[] arguments) throws IOException {
            var folder = Path.of(arguments[0]);
            var older = folder.resolve("older.print");
            var newer = folder.resolve("newer.print");
            var before = csv(folder.resolve("before.csv"), 1, 0);
            var now = csv(folder.resolve("now.csv"), STEP, 1_000);

            var began = System.nanoTime();
            var print = CsvFingerprint.write(before, older, folder, Optional.empty());
            began = tell("print, keys to be found", Files.size(before), began);
            CsvFingerprint.write(now, newer, folder, Optional.of(print));
            began = tell("print, keys known", Files.size(now), began);
            System.out.println(Restatement.between(older, newer));
            tell("comparison", Files.size(older) + Files.size(newer), began);
        }

        private static long tell(String what, long bytes, long began) {
            var now = System.nanoTime();
            var millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(now - began));
            System.out.printf("%s: %d rows, %d MB, %d ms, %d rows/s%n", what, ROWS, bytes / 1_000_000, millis,
                    ROWS * 1_000L / millis);
            return now;
        }

        /** Every so many rows, if any, one is changed and another one has got another key. */
        private static Path csv(Path file, long step, int restated) throws IOException {
            try (var out = Files.newBufferedWriter(file)) {
                out.write("team,developer,period,granularity,hours,commits\n");
                for (var i = 0L; i < ROWS; i++) {
                    var row = i * step % ROWS;
                    var anew = restated > 0 ? row % restated : -1;
                    out.append("\"Payments, Team ").append(String.valueOf(row % 1_000)).append("\",")
                            .append(anew == 1 ? "new-" : "dev-").append(String.valueOf(row))
                            .append(",2026-01-05,WEEKLY,").append(anew == 0 ? "0.5" : "12.345678901234567")
                            .append(",17\n");
                }
            }
            return file;
        }
    }

    @Test
    void a_million_rows_are_sorted_and_compared_in_a_small_heap() throws Exception {
        try (var program = JavaProgram.mainWithLibraries(Program.class).jvmOptions("-Xmx16m")
                .start(folder.toString())) {
            assertThat(program.waitFor(LIMIT)).as(program.errors()).isZero();

            assertThat(program.output()).contains(new Restatement(1_000, 1_000, 1_000, true).toString());
            assertThat(folder.resolve("newer.print")).hasSize(CsvFingerprint.HEAD + (long) ROWS * RowHash.BYTES);
            System.out.print(program.output());
        }
    }
}
