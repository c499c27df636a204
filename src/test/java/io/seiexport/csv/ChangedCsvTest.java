package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.seiexport.failure.ExportFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedCsvTest {
    private static final String SALT = "sixteen letters!";

    /** One word for each column: - leaves it out, # hashes it, =NAME renames it, any other keeps it. */
    private static String changed(String csv, String... words) throws Exception {
        var open = new ChangedCsv(new ByteArrayInputStream(csv.getBytes(UTF_8)));
        var names = open.header().iterator();
        var changes = Stream.of(words).map(word -> change(word, names.next())).toList();
        return new String(open.with(changes, mac()).readAllBytes(), UTF_8);
    }

    private static ColumnChange change(String word, String name) {
        return switch (word.charAt(0)) {
            case '-' -> ColumnChange.LEFT_OUT;
            case '#' -> new ColumnChange(name, true);
            case '=' -> new ColumnChange(word.substring(1), false);
            default -> new ColumnChange(name, false);
        };
    }

    private static Mac mac() throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SALT.getBytes(UTF_8), "HmacSHA256"));
        return mac;
    }

    private static String hash(String cell) throws GeneralSecurityException {
        return HexFormat.of().formatHex(mac().doFinal(cell.getBytes(UTF_8)));
    }

    @Test
    void the_header_is_known_before_anything_is_changed() throws Exception {
        var csv = new ChangedCsv(new ByteArrayInputStream("\"Effort, h\",\"a \"\"b\"\"\",c\n1,2,3\n".getBytes(UTF_8)));

        assertThat(csv.header()).containsExactly("Effort, h", "a \"b\"", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "\ufeffa,b\n1,2\n", "\"a\",b\n\"1\",\"\"\n", "a,b\n,\n",
        "a,b\n\"x,y\",\"line\nbreak\r\nin a cell\"\n", "a,b\n\"say \"\"no\"\"\",5\"\n", "a,b\n",
        "\"a,b\",\"c\nd\"\n1,2\n"})
    void what_is_not_changed_keeps_its_bytes(String csv) throws Exception {
        assertThat(changed(csv, "keep", "keep")).isEqualTo(csv);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        - keep keep | b,c~2,"3, and more"~
        keep - keep | a,c~1,"3, and more"~
        keep keep - | a,b~1,2~
        - keep -    | b~2~
        """)
    void a_column_is_left_out_with_its_comma(String changes, String left) throws Exception {
        assertThat(changed("a,b,c\n1,2,\"3, and more\"\n", changes.split(" "))).isEqualTo(left.replace('~', '\n'));
    }

    @Test
    void a_new_name_is_quoted_where_it_has_to_be() throws Exception {
        assertThat(changed("a,\"b\",c\n1,2,3\n", "=x, \"y\"", "=z", "=plain"))
                .isEqualTo("\"x, \"\"y\"\"\",\"z\",plain\n1,2,3\n");
    }

    @Test
    void a_cell_is_hashed_by_its_text_whether_it_is_in_quotes_or_not() throws Exception {
        var text = hash("Jane \"J\" Doe, 2nd");

        assertThat(changed("a,b\nJane,1\n\"Jane\",2\n\"Jane \"\"J\"\" Doe, 2nd\",3\n", "#", "keep"))
                .isEqualTo("a,b\n" + hash("Jane") + ",1\n\"" + hash("Jane") + "\",2\n\"" + text + "\",3\n");
    }

    @Test
    void an_empty_cell_stays_empty() throws Exception {
        assertThat(changed("a,b\n,1\n\"\",2\n", "#", "keep")).isEqualTo("a,b\n,1\n\"\",2\n");
    }

    @Test
    void the_hash_is_the_published_one() throws Exception {
        // echo -n Jane | openssl dgst -sha256 -hmac 'sixteen letters!'
        assertThat(hash("Jane")).isEqualTo("4c876f80ed386dfb5fcee8fb07c083a54494054f964fe0e28e32927e3c1275b9");
    }

    @Test
    void an_empty_cell_alone_in_its_row_is_still_a_row() throws Exception {
        assertThat(changed("a,b\nx,1\n,2\n,3\n", "keep", "-")).isEqualTo("a\nx\n\"\"\n\"\"\n");
    }

    @Test
    void the_rows_of_a_file_with_a_single_column_stay_as_many() throws Exception {
        assertThat(changed("a\n1\n\n2\n", "=b")).isEqualTo("b\n1\n\"\"\n2\n");
    }

    @Test
    void lines_end_as_the_first_does_and_the_last_has_its_end() throws Exception {
        assertThat(changed("a,b\r\n1,2\n3,4", "keep", "keep")).isEqualTo("a,b\r\n1,2\r\n3,4\r\n");
        assertThat(changed("a,b\n1,2\r\n\n3,4", "keep", "keep")).isEqualTo("a,b\n1,2\n3,4\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,2,3 | 1", "1 | 1", "1,2~1,2,3 | 2"})
    void a_row_of_another_width_is_refused_before_a_cell_of_it_comes_out_in_a_wrong_column(String rows, int wrong) {
        assertThatThrownBy(() -> changed("a,b\n" + rows.replace('~', '\n') + "\n", "#", "keep"))
                .isInstanceOf(IOException.class).hasRootCauseInstanceOf(ExportFailed.class)
                .rootCause().hasMessageStartingWith("row " + wrong + " of the file has not the 2 fields of its header");
    }

    @Test
    void wherever_a_piece_ends_the_result_is_the_same() throws Exception {
        var row = "Jane,\"a \"\"b\"\", c\",,\"\"\r\n";
        for (var before = 0; before < row.length() + 2; before++) {
            var first = "x".repeat((1 << 16) - 30 - before);
            var csv = "a,b,c,d\r\n" + first + ",,,\r\n" + row.repeat(3);

            assertThat(changed(csv, "keep", "keep", "keep", "keep")).isEqualTo(csv);
            assertThat(changed(csv, "#", "keep", "-", "keep")).isEqualTo("a,b,d\r\n" + hash(first) + ",,\r\n"
                    + (hash("Jane") + ",\"a \"\"b\"\", c\",\"\"\r\n").repeat(3));
        }
    }

    @Test
    void what_it_makes_can_be_read_byte_by_byte() throws Exception {
        var csv = new ChangedCsv(new ByteArrayInputStream("a,b\n1,\u00e4\n".getBytes(UTF_8)))
                .with(List.of(ColumnChange.LEFT_OUT, new ColumnChange("b", false)), null);
        var read = new StringBuilder();
        for (var b = csv.read(); b >= 0; b = csv.read()) {
            read.append((char) b);
        }

        assertThat(read).hasToString("b\n\u00c3\u00a4\n");
    }
}
