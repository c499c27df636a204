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

        /** Each line when it is asked for; the last one is long. */
        private static final class Lines implements Enumeration<InputStream> {
            private int given;

            @Override
            public boolean hasMoreElements() {
                return given <= ROWS;
            }

            @Override
            public InputStream nextElement() {
                given++;
                var text = given <= ROWS ? "{\"a name like no other, " + given + "\":{\"value\":" + given + "}}\n"
                        : "{\"long\":[" + "0.5,".repeat(2_500_000) + "0]}\n";
                return new ByteArrayInputStream(text.getBytes(UTF_8));
            }
        }
    }

    @Test
    void they_need_no_more_memory_than_the_last_line_of_the_test_itself() throws Exception {
        try (var program = JavaProgram.mainWithLibraries(Program.class).jvmOptions("-Xmx48m").start()) {
            assertThat(program.waitFor(LIMIT)).as(program.errors()).isZero();

            assertThat(program.output()).startsWith(ROWS + 1 + " rows");
        }
    }
}
