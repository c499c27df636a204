package io.seiexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import org.junit.jupiter.api.Test;

/** How rows stand in columns. */
class TableTest {
    @Test
    void a_column_that_may_be_left_out_is_shown_where_one_of_its_cells_holds_something() {
        assertThat(printed("", "")).isEqualTo("id\nx\nyy\n");
        assertThat(printed("", "5")).isEqualTo("id  due\nx\nyy    5\n");
    }

    private static String printed(String first, String second) {
        var out = new ByteArrayOutputStream();
        var table = new Table("id", "due").leavingOutEmpty("due");
        table.row("x", first);
        table.row("yy", second);
        table.print(new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }
}
