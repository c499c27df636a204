package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;

import io.seiexport.support.JavaProgram;
import org.junit.jupiter.api.Test;

/** Files that were proven wait, together with their exports, for sinks that are slower than the downloads. */
class ManyProvenMemoryTest {
    private static final int FILES = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    static final class Program {

        public static void main(String[] arguments) throws IOException {
            // By its own and by the transport: each has a buffer.
            var packed = Gzip.member(Gzip.member("team,hours\n1,2\n".getBytes(UTF_8)));
            var proven = new ArrayList<ProvingStream>();
            while (proven.size() < FILES) {
                var stream = new ProvingStream(new ByteArrayInputStream(packed), FileLimits.DEFAULT,
                        HeaderCheck.ORDINARY, true, BodyEnd.KNOWN, () -> false, Runnable::run);
                stream.transferTo(OutputStream.nullOutputStream());
                proven.add(stream);
            }
            System.out.println(proven.stream().mapToLong(stream -> stream.proof().rows()).sum() + " rows");
        }
    }

    @Test
    void thousands_of_them_hold_no_buffers() throws Exception {
        try (var program = JavaProgram.mainWithLibraries(Program.class).jvmOptions("-Xmx32m").start()) {
            assertThat(program.waitFor(LIMIT)).as(program.errors()).isZero();

            assertThat(program.output()).startsWith(FILES + " rows");
        }
    }
}
