package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Enumeration;

import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.Test;

/** Two million JSON lines of which each has names of its own are proven, and then a line of ten megabytes. */
class JsonLinesMemoryTest {
    private static final int ROWS = 2_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    static final class Program {

        public static void main(String[] arguments) throws IOException {
            var stream = ProvingStream.ofJsonLines(new SequenceInputStream(new Lines()), FileLimits.DEFAULT);
            stream.transferTo(OutputStream.nullOutputStream());
            System.out.println(stream.proof().rows() + " rows");
        }

        /** Each line when it is asked for, and the last one in pieces: no part of the test needs memory of its own. */
        private static final class Lines implements Enumeration<InputStream> {
            private static final byte[] NUMBERS = "0.5,".repeat(2_500).getBytes(UTF_8);
            private static final int PIECES = 1_000;
            private int given;

            @Override
            public boolean hasMoreElements() {
                return given < ROWS + PIECES + 2;
            }

            @Override
            public InputStream nextElement() {
                return new ByteArrayInputStream(next(++given));
            }

            private static byte[] next(int number) {
                if (number <= ROWS) {
                    var row = "{\"a name like no other, " + number + "\":{\"value\":" + number + "}}\n";
                    return row.getBytes(UTF_8);
                }
                var piece = number - ROWS - 1;
                return piece == 0 ? "{\"long\":[".getBytes(UTF_8)
                        : piece <= PIECES ? NUMBERS : "0]}\n".getBytes(UTF_8);
            }
        }
    }

    @Test
    void they_need_no_memory_that_grows_with_the_lines() throws Exception {
        try (var program = JavaProgram.mainWithLibraries(Program.class).jvmOptions("-Xmx24m").start()) {
            assertThat(program.waitFor(LIMIT)).as(program.errors()).isZero();

            assertThat(program.output()).startsWith(ROWS + 1 + " rows");
        }
    }
}
