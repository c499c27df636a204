package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvShapeTest {

    static Stream<Arguments> counted() {
        return Stream.of(
                arguments("a,b\n", 0, List.of("a", "b")),
                arguments("a,b", 0, List.of("a", "b")),
                arguments("a,b\n1,2\n3,4\n", 2, List.of("a", "b")),
                arguments("a,b\n1,2\n3,4", 2, List.of("a", "b")),
                arguments("a,b\r\n1,2\r\n3,4\r\n", 2, List.of("a", "b")),
                arguments("a,b\r1,2\r3,4\r", 2, List.of("a", "b")),
                arguments("a,b\r1,2\n3,4\r\n5,6", 3, List.of("a", "b")),
                arguments("a,b\n\"1\n1\",\"2\r\n2\"\n", 1, List.of("a", "b")),
                arguments("a,b\n\"1,1\",\"\"\"\"\n", 1, List.of("a", "b")),
                arguments("a,b\n\"\"\"\n\"\"\",2\n", 1, List.of("a", "b")),
                arguments("a,b\n5\" x 3\",2\n", 1, List.of("a", "b")),
                arguments("a,b\n\"1\"x\"y,2\n", 1, List.of("a", "b")),
                arguments("a,b\n,\n,", 2, List.of("a", "b")),
                arguments("a,b\n1,2\n\n\r\n\r", 1, List.of("a", "b")),
                arguments("a,b\n\n1,2\n\n3,4\n", 2, List.of("a", "b")),
                arguments("a\n1\n\n3\n", 3, List.of("a")),
                arguments("a\n\n\n3\n", 3, List.of("a")),
                arguments("a\n1\n\"\"\n", 2, List.of("a")),
                arguments("a\n1\n\n\n", 1, List.of("a")),
                arguments("\"a\",b\n1,2", 1, List.of("a", "b")),
                arguments("\"a,\"\"b\"\"\n\",c\"d\"e,\"f\"g\n1,2,3", 1, List.of("a,\"b\"\n", "c\"d\"e", "fg")),
                arguments(" a , b\n1,2", 1, List.of(" a ", " b")),
                arguments("\u00e4,\u4e16\n1,2", 1, List.of("\u00e4", "\u4e16")));
    }

    @ParameterizedTest
    @MethodSource("counted")
    void rows_are_counted_and_names_read(String text, long rows, List<String> header) throws Exception {
        CsvShape shape = shape(text, true, header);

        assertThat(shape.rows()).isEqualTo(rows);
        assertThat(shape.header()).isEqualTo(header);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("a,b,c\n1,2,3\n1,2\n", "Row 2 has 2 fields, but the header has 3; it starts at byte 12."),
                arguments("a,b\r\n\r\n1,2,3\r\n", "Row 1 has 3 fields, but the header has 2; it starts at byte 7."),
                arguments("a\n\n\n1,2", "Row 3 has 2 fields, but the header has 1; it starts at byte 4."),
                arguments("a,b\n1,2\n3,\"4\n", "The quote opened at byte 10, in the row after row 1, is never closed."),
                arguments("a,b\n1,\"2\"\"3\n", "The quote opened at byte 6, in the row after row 0, is never closed."),
                arguments("a,\"b\n", "The quote opened at byte 2, in the header, is never closed."),
                arguments("a,,c\n", "Column 2 of the 3 in the header has no name."),
                arguments("a,b,\"a\"\n", "The header has the same name for columns 1 and 3: 'a'."),
                arguments("\r\na,b\n", "The first line is blank where the header should be."));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_refusal_says_where_and_how_much(String text, String sentence) {
        assertThatThrownBy(() -> shape(text, true, List.of("a"))).isInstanceOf(RefusedFile.class).hasMessage(sentence);
    }

    @Test
    void a_header_without_rows_is_worth_a_warning() throws Exception {
        assertThat(shape("a,b\n", true, List.of()).warnings()).containsExactly("The file has a header and no rows.");
    }

    @Test
    void ragged_rows_can_be_let_pass_with_a_warning() throws Exception {
        CsvShape shape = shape("a,b\n1,2\n1\n1,2,3\n1,2\n", false, List.of());

        assertThat(shape.rows()).isEqualTo(4);
        assertThat(shape.warnings()).containsExactly(
                "Row 2 has 1 fields, but the header has 2; it starts at byte 8. Ragged rows in all: 2.");
    }

    @Test
    void blank_lines_between_rows_are_worth_a_warning_and_at_the_end_they_are_not() throws Exception {
        assertThat(shape("a,b\n1,2\n\n\n1,2\n\n1,2\n\n\n", true, List.of()).warnings()).containsExactly(
                "Blank lines among the rows: 3, the first after row 1; they do not count as rows.");
    }

    @Test
    void a_file_in_order_has_no_warnings() throws Exception {
        assertThat(shape("a,b\n1,2\n", true, List.of()).warnings()).isEmpty();
        assertThat(shape("a\n1\n\n2\n", true, List.of("a")).warnings()).isEmpty();
    }

    @Test
    void any_table_written_by_the_rules_is_read_with_its_rows_and_names() throws Exception {
        long seed = System.nanoTime();
        for (int table = 0; table < 500; table++) {
            Random random = new Random(seed + table);
            List<String> names = names(random);
            int rows = random.nextInt(20);
            String text = write(names, rows, random);

            CsvShape shape = shape(text, true, names);

            assertThat(shape.rows()).as("seed %d: %s", seed + table, text).isEqualTo(rows);
            assertThat(shape.header()).as("seed %d: %s", seed + table, text).isEqualTo(names);
        }
    }

    /** With the columns that a person says must be there. */
    private static CsvShape shape(String text, boolean raggedRowsFail, List<String> expected) throws RefusedFile {
        CsvShape shape = new CsvShape(raggedRowsFail,
                new HeaderCheck(DeclaredType.NONE, new Expected("expect-columns", expected, List.of())));
        byte[] bytes = text.getBytes(UTF_8);
        shape.accept(bytes, bytes.length);
        shape.finish();
        return shape;
    }

    private static List<String> names(Random random) {
        return Stream.generate(() -> "n" + value(random)).limit(2 + random.nextInt(6)).distinct().toList();
    }

    private static String value(Random random) {
        String letters = "ab1\u00e9\u4e16 ,,\"\"\n\r";
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            value.append(letters.charAt(random.nextInt(letters.length())));
        }
        return value.toString();
    }

    private static String write(List<String> names, int rows, Random random) {
        String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        StringBuilder text = new StringBuilder(row(names));
        for (int i = 0; i < rows; i++) {
            text.append(lineEnd).append(row(Stream.generate(() -> value(random)).limit(names.size()).toList()));
        }
        return random.nextBoolean() ? text.toString() : text.append(lineEnd).toString();
    }

    private static String row(List<String> values) {
        return String.join(",", values.stream().map(CsvShapeTest::quoted).toList());
    }

    /** An empty value of a single column needs its quotes too: without them its line would be blank. */
    private static String quoted(String value) {
        return value.isEmpty() || value.matches("(?s).*[,\"\r\n].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
