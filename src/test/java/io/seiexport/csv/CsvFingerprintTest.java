package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFingerprintTest {
    private static final String CSV = "team,hours\nPay,1\nSearch,2\nÜber,3\n";

    @TempDir
    private Path folder;
    private Path scratch;
    private Path file;

    @BeforeEach
    void name() throws IOException {
        scratch = Files.createDirectory(folder.resolve("scratch"));
        file = folder.resolve("prints/ba.print");
    }

    private CsvFingerprint print(String text) throws IOException {
        return CsvFingerprint.write(Files.writeString(folder.resolve("a.csv"), text), file, scratch, Optional.empty());
    }

    @Test
    void a_print_is_read_as_it_was_written() throws Exception {
        var written = print(CSV);

        assertThat(CsvFingerprint.read(file)).isEqualTo(written);
        assertThat(written.rows()).isEqualTo(3);
        assertThat(written.keys()).isEqualTo(1);
        assertThat(written.columns()).isEqualTo(HexFormat.of().formatHex(Arrays.copyOf(
                MessageDigest.getInstance("SHA-256").digest(bytes("team", 0xff, "hours", 0xff)), 16)));
        assertThat(written.sha256()).isEqualTo(HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(CSV.getBytes(UTF_8))));
        assertThat(file).hasSize(80 + 3 * 24);
    }

    private static byte[] bytes(String first, int end, String second, int lastEnd) {
        var bytes = (first + "!" + second + "!").getBytes(UTF_8);
        bytes[first.length()] = (byte) end;
        bytes[bytes.length - 1] = (byte) lastEnd;
        return bytes;
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "`a,b,c\nx,y,1\n`, 2",
        "`a,b,c\nx,1,y\n`, 1",
        "`a,b,c\n1,2,3\n`, 1",
        "`a,b,c\n1,y,3\n`, 1",
        "`a,b,c\nx,1,3\nx,,3\nx,y,3\n`, 2",
        "`a,b,c\nx,,1\nx,,\n`, 2",
        "`a,b,c\n,,\n`, 3",
        "`a,b,c\n,x,1\n`, 2",
        "`a,b,c`, 3",
        "`a,b\nx,\"1\"\n`, 1",
        "`a,b\nx,\"1\n\"\n`, 2",
        "`a,b\nx\ny,1,z\n`, 1",
        "`a\nx`, 1",
        "`a\n1`, 1"})
    void the_keys_are_the_columns_before_the_first_one_of_numbers(String csv, int keys) throws IOException {
        assertThat(print(csv).keys()).isEqualTo(keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "12", "-1", "+1.5", ".5", "1.", "-.5e3", "1E10", "12.345678901234567e-05"})
    void this_is_a_number(String cell) throws IOException {
        assertThat(print("team,hours\nPay," + cell + "\n").keys()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e5.0", "1.2.3", "1,000", "2026-01-05",
        "1-", "--1", "12%", "1h", "0x1", " 1", "NaN", "Infinity", "\u0661"})
    void this_is_text(String cell) throws IOException {
        assertThat(print("team,hours\nPay,\"" + cell + "\"\n").keys()).isEqualTo(2);
    }

    @Test
    void a_blank_line_is_a_row_only_where_the_header_has_a_single_column() throws IOException {
        assertThat(print("a\n\n\nx\n\n").rows()).isEqualTo(3);
        assertThat(print("a,b\n\n\nx,y\n\n").rows()).isEqualTo(1);
    }

    @Test
    void cells_longer_than_any_buffer_are_read_whole() throws IOException {
        var cell = "long \"\" cell,\n".repeat(20_000);
        var before = print("a,b\n\"" + cell + "\",1\n");
        var bytes = Files.readAllBytes(file);

        assertThat(print("a,b\n\"" + cell + "!\",1\n").rows()).isEqualTo(before.rows()).isOne();
        assertThat(Files.readAllBytes(file)).isNotEqualTo(bytes);
    }

    @Test
    void nothing_but_the_print_stays() throws IOException {
        var csv = Files.writeString(folder.resolve("a.csv"), CSV + "Pay,4\n".repeat(1_000));

        new CsvFingerprintWriter(scratch, new ExternalSort.Limits(3, 2)).write(csv, file, Optional.empty());

        assertThat(scratch).isEmptyDirectory();
        assertThat(file.getParent().toFile().list()).containsExactly("ba.print");
    }

    @Test
    void what_cannot_be_printed_leaves_the_old_print_and_nothing_else() throws IOException {
        var old = print(CSV);
        var gone = folder.resolve("gone.csv");
        var csv = Files.writeString(folder.resolve("b.csv"), CSV + "Pay,4\n".repeat(1_000));
        Files.createDirectories(folder.resolve("taken/in-the-way"));

        assertThatThrownBy(() -> CsvFingerprint.write(gone, file, scratch, Optional.empty()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new CsvFingerprintWriter(scratch, new ExternalSort.Limits(3, 2))
                .write(csv, folder.resolve("taken"), Optional.empty())).isInstanceOf(FileSystemException.class);

        assertThat(CsvFingerprint.read(file)).isEqualTo(old);
        assertThat(scratch).isEmptyDirectory();
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("a.csv", "b.csv", "prints", "scratch", "taken");
    }

    @Test
    void a_file_without_a_header_has_no_print() {
        assertThatThrownBy(() -> print("")).isInstanceOf(IOException.class)
                .hasMessageEndingWith("a.csv is empty: it does not even have a header.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SEI", "SEIPRINT", CSV})
    void another_file_is_no_print(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);

        assertThatThrownBy(() -> CsvFingerprint.read(file)).isInstanceOf(IOException.class)
                .hasMessage(file + " is not the print of a CSV file: it does not start like one.");
    }

    @Test
    void a_print_in_another_format_is_refused() throws IOException {
        print(CSV);
        change(11, 7);

        assertThatThrownBy(() -> CsvFingerprint.read(file)).isInstanceOf(IOException.class)
                .hasMessage(file + " is a print in format 7, but only format 1 can be read.");
    }

    @Test
    void a_print_that_was_cut_or_grew_is_refused() throws IOException {
        print(CSV);
        var bytes = Files.readAllBytes(file);

        for (var length : new int[] {80, 100, 80 + 2 * 24, bytes.length - 1, bytes.length + 1, bytes.length + 24}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> CsvFingerprint.read(file)).isInstanceOf(IOException.class).hasMessage(
                    "%s is damaged: it is %d bytes long, which does not fit its 3 rows.".formatted(file, length));
        }
    }

    @Test
    void no_byte_of_a_print_can_change_unnoticed() throws IOException {
        print(CSV);
        var bytes = Files.readAllBytes(file);

        assertThat(IntStream.range(0, bytes.length)).allSatisfy(at -> {
            Files.write(file, bytes);
            change(at, bytes[at] ^ 0x10);
            assertThatThrownBy(() -> CsvFingerprint.read(file)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " is ").hasMessageEndingWith(".");
        });
    }

    private void change(int at, int value) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[at] = (byte) value;
        Files.write(file, bytes);
    }
}
