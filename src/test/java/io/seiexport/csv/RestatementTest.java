package io.seiexport.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestatementTest {
    private static final String HEADER = "team,period,hours,defects\n";
    private static final String WEEK = HEADER + """
            Pay,2026-01-05,12.5,1
            Pay,2026-01-06,8,0
            Search,2026-01-05,,3
            """;

    @TempDir
    private Path folder;

    /** Delivers one file, then another in its place. */
    private Restatement restated(String before, String now) throws IOException {
        var older = folder.resolve("older.print");
        var newer = folder.resolve("newer.print");
        var print = CsvFingerprint.write(csv("older.csv", before), older, folder, Optional.empty());
        CsvFingerprint.write(csv("newer.csv", now), newer, folder, Optional.of(print));
        return Restatement.between(older, newer);
    }

    private Path csv(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Restatement comparable(long added, long removed, long changed) {
        return new Restatement(added, removed, changed, true);
    }

    @Test
    void rows_are_told_apart_by_their_leading_text_columns() throws IOException {
        assertThat(restated(WEEK, HEADER + """
                Pay,2026-01-05,12.5,2
                Search,2026-01-05,7,3
                Search,2026-01-06,1,0
                Search,2026-01-07,1,0
                """)).isEqualTo(comparable(2, 1, 2));
    }

    @Test
    void the_same_rows_in_another_order_are_no_change() throws IOException {
        assertThat(restated(WEEK, HEADER + """
                Search,2026-01-05,,3
                Pay,2026-01-06,8,0
                Pay,2026-01-05,12.5,1
                """)).isEqualTo(comparable(0, 0, 0));
    }

    @Test
    void quotes_line_ends_blank_lines_and_a_byte_order_mark_are_no_change() throws IOException {
        assertThat(restated(WEEK, "\ufeff\"team\",period,hours,defects\r\n\"Pay\",2026-01-05,\"12.5\",1\r\r\n"
                + "Pay,2026-01-06,8,0\nSearch,2026-01-05,\"\",3")).isEqualTo(comparable(0, 0, 0));
    }

    @Test
    void a_number_that_is_written_otherwise_is_a_change() throws IOException {
        assertThat(restated(WEEK, WEEK.replace("12.5", "12.50"))).isEqualTo(comparable(0, 0, 1));
    }

    @Test
    void what_moves_from_one_cell_to_the_next_is_a_change() throws IOException {
        assertThat(restated(HEADER + "a,b,12,3\nab,c,1,1\n", HEADER + "a,b,1,23\na,bc,1,1\n"))
                .isEqualTo(comparable(1, 1, 1));
    }

    @Test
    void a_row_that_is_cut_short_is_not_one_with_empty_cells() throws IOException {
        assertThat(restated(HEADER + "a,b,1,\nc,,,\n", HEADER + "a,b,1\nc\n")).isEqualTo(comparable(1, 1, 1));
    }

    @Test
    void rows_with_the_same_key_cancel_out_as_often_as_they_are_in_both_files() throws IOException {
        var x = "Pay,2026-01-05,1,1\n";
        var y = "Pay,2026-01-05,2,2\n";
        var z = "Pay,2026-01-05,3,3\n";

        assertThat(restated(HEADER + x + x + y, HEADER + x + z)).isEqualTo(comparable(0, 1, 1));
        assertThat(restated(HEADER + x, HEADER + x + x + x)).isEqualTo(comparable(2, 0, 0));
        assertThat(restated(HEADER + x + y + y, HEADER + z + z + y + z)).isEqualTo(comparable(1, 0, 2));
    }

    @Test
    void line_breaks_and_quotes_in_a_cell_end_no_row() throws IOException {
        var odd = HEADER + "\"Pay, \"\"now\"\"\r\nor later\",\"\"\"\",1,2\n";

        assertThat(restated(odd, odd.replace(",1,", ",5,"))).isEqualTo(comparable(0, 0, 1));
        assertThat(restated(odd, odd.replace("now", "then"))).isEqualTo(comparable(1, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team,period,hours,bugs\n", "period,team,hours,defects\n", "team,period,hours\n",
        "team,\"period,hours\",defects\n", "team,period,hours,defects,more\n"})
    void files_with_other_columns_cannot_be_compared(String header) throws IOException {
        assertThat(restated(WEEK, header + "a,b\n")).isEqualTo(new Restatement(1, 3, 0, false));
    }

    @Test
    void the_keys_of_the_older_print_hold_though_the_file_would_have_others_now() throws IOException {
        var now = WEEK.replace(",8,", ",n/a,");
        assertThat(restated(WEEK, now)).isEqualTo(comparable(0, 0, 1));

        var alone = CsvFingerprint.write(folder.resolve("newer.csv"), folder.resolve("alone.print"), folder,
                Optional.empty());
        assertThat(alone.keys()).isEqualTo(3);
        assertThat(Restatement.between(folder.resolve("older.print"), folder.resolve("alone.print")))
                .isEqualTo(new Restatement(3, 3, 0, false));
    }

    @Test
    void a_file_without_rows_is_compared_whatever_its_keys() throws IOException {
        assertThat(restated(HEADER, WEEK)).isEqualTo(comparable(3, 0, 0));
        assertThat(CsvFingerprint.read(folder.resolve("older.print")).keys()).isEqualTo(4);
        assertThat(CsvFingerprint.read(folder.resolve("newer.print")).keys()).isEqualTo(2);
        assertThat(restated(WEEK, HEADER)).isEqualTo(comparable(0, 3, 0));
        assertThat(restated(HEADER, HEADER)).isEqualTo(comparable(0, 0, 0));
    }

    @Test
    void a_damaged_print_is_refused_on_either_side() throws IOException {
        restated(WEEK, WEEK);
        var whole = folder.resolve("older.print");
        var damaged = folder.resolve("newer.print");
        var bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 1] ^= 1;
        Files.write(damaged, bytes);

        assertThatThrownBy(() -> Restatement.between(whole, damaged)).isInstanceOf(IOException.class)
                .hasMessage(damaged + " is damaged: its checksum is not that of what it holds.");
        assertThatThrownBy(() -> Restatement.between(damaged, whole)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(damaged + " is damaged");
    }
}
