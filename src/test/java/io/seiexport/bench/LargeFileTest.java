package io.seiexport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.seiexport.csv.PlainProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_with_its_rows_again_is_one_whole_csv() throws IOException {
        var once = LargeFile.of(100_000, folder);

        var longer = once.withRowsAgain(3, folder);

        try (var proving = PlainProof.proving(longer.zipped())) {
            longer.demandSame(proving, "what was served");
            assertThat(proving.proof().bytes()).isEqualTo(longer.bytes()).isGreaterThan(3 * once.bytes());
            assertThat(proving.proof().compressedBytes()).isEqualTo(longer.zippedBytes());
            assertThat(proving.proof().columns()).isEqualTo(5);
        }
    }

    @Test
    void a_file_that_lacks_its_last_byte_is_not_the_one_that_was_served() throws IOException {
        var file = LargeFile.of(1000, folder);
        var whole = file.plain().readAllBytes();
        var cut = Files.write(folder.resolve("cut.csv"), Arrays.copyOf(whole, whole.length - 1));

        file.demandSame(Files.write(folder.resolve("whole.csv"), whole));
        assertThatThrownBy(() -> file.demandSame(cut)).isInstanceOf(BrokenPromise.class)
                .hasMessageEndingWith("cut.csv is not byte for byte what was served");
    }
}
