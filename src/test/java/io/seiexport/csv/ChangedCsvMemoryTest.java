package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.Test;

/** Two hundred megabytes, among them a cell larger than the heap, have a column hashed and another left out. */
class ChangedCsvMemoryTest {
    private static final int ROWS = 1_000_000;
    private static final int LARGE_CELL = 40_000_000;
    private static final String ROW = "\"Payments, Team 4711\","
            + "Jane Doe,2026-01-05,\"in Progress, with \"\"quotes\"\"\","
            + "12.345678901234567\n";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    static final class Program {

        public static void main(String[] arguments) throws IOException, GeneralSecurityException {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("sixteen letters!".getBytes(UTF_8), "HmacSHA256"));
            var began = System.nanoTime();
            var csv = new ChangedCsv(new SequenceInputStream(Collections.enumeration(List.of(
                    text("team,developer,day,status,hours\nA,"), repeated("x".getBytes(UTF_8), LARGE_CELL),
                    text(",2026-01-05,\""), repeated("y\n".getBytes(UTF_8), LARGE_CELL), text("\",1\n"),
                    repeated(ROW.getBytes(UTF_8), (long) ROW.length() * ROWS)))));
            csv.with(List.of(new ColumnChange("team", false), new ColumnChange("developer", true),
                    ColumnChange.LEFT_OUT, new ColumnChange("status", false), new ColumnChange("hours", false)), mac);
            var made = csv.transferTo(OutputStream.nullOutputStream());
            System.out.printf("%d bytes, %d MB/s%n", made, made * 1_000 / 1_000_000
                    / Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
        }

        private static InputStream text(String text) {
            return new ByteArrayInputStream(text.getBytes(UTF_8));
        }

        private static InputStream repeated(byte[] bytes, long length) {
            return new InputStream() {
                private long left = length;
                private int place;

                @Override
                public int read() {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int most) {
                    var n = (int) Math.min(most, left);
                    for (var i = 0; i < n; i++) {
                        into[offset + i] = bytes[place];
                        place = place + 1 == bytes.length ? 0 : place + 1;
                    }
                    left -= n;
                    return n == 0 ? -1 : n;
                }
            };
        }
    }

    @Test
    void it_needs_no_more_memory_than_a_few_pieces() throws Exception {
        var hash = 64;
        var header = "team,developer,status,hours\n".length();
        var first = "A,".length() + hash + ",\"".length() + LARGE_CELL + "\",1\n".length();
        var row = ROW.length() - "Jane Doe,2026-01-05,".length() + hash + ",".length();

        try (var program = JavaProgram.mainWithLibraries(Program.class).jvmOptions("-Xmx16m").start()) {
            assertThat(program.waitFor(LIMIT)).as(program.errors()).isZero();

            assertThat(program.output()).startsWith((header + first + (long) row * ROWS) + " bytes");
            System.out.print("columns changed: " + program.output());
        }
    }
}
