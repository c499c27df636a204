package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Every cut and every flipped bit of small files, none left out. */
class DamageTest {

    private static final int ALL_FLAGS = Gzip.TEXT | Gzip.HEADER_CRC | Gzip.EXTRA | Gzip.NAME | Gzip.COMMENT;
    private static final byte[] ROWS = ("\"Pay, ments\",2026-01-02,2\n".repeat(5) + "M\u00fcnchen,2026-01-01,1.5\n")
            .getBytes(UTF_8);
    private static final byte[] CSV = Gzip.join("team,start_date,hours\n".getBytes(UTF_8), ROWS);
    private static final byte[] PLAIN_HEADER = Gzip.member(CSV);
    private static final byte[] FULL_HEADER = Gzip.memberWith(ALL_FLAGS, new byte[] {1, 2, 2, 0, 0, 0}, CSV);

    @Test
    void a_member_cut_anywhere_is_refused_as_truncated() throws Exception {
        for (byte[] file : new byte[][] {PLAIN_HEADER, FULL_HEADER}) {
            for (int length = 1; length < file.length; length++) {
                assertThat(refusal(Arrays.copyOf(file, length))).as("cut to %d", length).contains("truncated");
            }
        }
    }

    @Test
    void a_second_member_cut_anywhere_is_refused_as_truncated() throws Exception {
        byte[] both = Gzip.join(PLAIN_HEADER, FULL_HEADER);
        for (int length = PLAIN_HEADER.length + 1; length < both.length; length++) {
            assertThat(refusal(Arrays.copyOf(both, length))).as("cut to %d", length).contains("truncated");
        }
    }

    @Test
    void a_flipped_bit_is_refused_or_changes_nothing() throws Exception {
        for (byte[] file : new byte[][] {PLAIN_HEADER, FULL_HEADER, Gzip.join(PLAIN_HEADER, Gzip.member(ROWS))}) {
            for (int bit = 0; bit < file.length * 8; bit++) {
                // Returns only if the file was refused or its content is the same.
                refusal(flipped(file, bit));
            }
        }
    }

    @Test
    void a_bit_flipped_after_the_header_is_never_blamed_on_the_text() throws Exception {
        int header = 10;
        for (int bit = header * 8; bit < PLAIN_HEADER.length * 8; bit++) {
            assertThat(refusal(flipped(PLAIN_HEADER, bit)).stream()).as("bit %d", bit)
                    .isSubsetOf("corrupt", "truncated", "trailing-bytes");
        }
    }

    @Test
    void a_checksum_of_the_header_protects_every_bit_of_it() throws Exception {
        int header = Gzip.header(ALL_FLAGS, new byte[6]).length;
        for (int bit = 0; bit < header * 8; bit++) {
            assertThat(refusal(flipped(FULL_HEADER, bit))).as("bit %d", bit).isPresent();
        }
    }

    /** The reason for which a file is refused; none if it is proven, and then with its bytes as they should be. */
    private static Optional<String> refusal(byte[] file) throws IOException {
        try (ProvingStream stream = new ProvingStream(new ByteArrayInputStream(file), FileLimits.DEFAULT)) {
            byte[] content = stream.readAllBytes();
            if (!Arrays.equals(content, CSV) && !Arrays.equals(content, Gzip.join(CSV, ROWS))) {
                fail("Other bytes than the file's own passed: " + new String(content, UTF_8));
            }
            return Optional.empty();
        } catch (RefusedFile refused) {
            return Optional.of(refused.reason().word());
        }
    }

    private static byte[] flipped(byte[] file, int bit) {
        byte[] flipped = file.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}
