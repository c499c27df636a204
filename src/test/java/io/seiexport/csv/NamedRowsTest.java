package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class NamedRowsTest {

    @Test
    void a_row_is_its_cells_under_the_names_of_the_columns_in_their_order() throws Exception {
        assertThat(rows("team,points\nA,1\nB,2\n"))
                .containsExactly(Map.of("team", "A", "points", "1"), Map.of("team", "B", "points", "2"));
        assertThat(rows("b,a\n1,2").get(0).keySet()).containsExactly("b", "a");
    }

    @Test
    void quotes_line_ends_and_letters_beyond_ascii_are_read_as_they_were_meant() throws Exception {
        assertThat(rows("\ufeffname,note\r\n\"Müller, K.\",\"says \"\"no\"\"\nand goes\"\r\n"))
                .containsExactly(Map.of("name", "Müller, K.", "note", "says \"no\"\nand goes"));
    }

    @Test
    void a_row_that_is_not_as_wide_as_the_header_loses_nothing() throws Exception {
        assertThat(rows("a,b\n1\n1,2,3\n")).containsExactly(Map.of("a", "1"), Map.of("a", "1", "b", "2", "3", "3"));
    }

    @Test
    void a_file_of_a_header_alone_has_no_rows() throws Exception {
        assertThat(rows("a,b\n")).isEmpty();
    }

    private static List<Map<String, String>> rows(String csv) throws IOException {
        var found = new ArrayList<Map<String, String>>();
        try (var rows = new NamedRows(new ByteArrayInputStream(csv.getBytes(UTF_8)))) {
            for (var row = rows.next(); row.isPresent(); row = rows.next()) {
                found.add(row.get());
            }
        }
        return found;
    }
}
