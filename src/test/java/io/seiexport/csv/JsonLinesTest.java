package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

import io.seiexport.failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transform has made as JSON lines is proven while it is read. */
class JsonLinesTest {
    private static final String LINES = "{\"a\":\"ü\\n\",\"b\":[1,{\"c\":null}]}\n{}\r\n {\"d\" : -1.5e3} \n";

    private static ProvingStream stream(byte[] content) {
        return ProvingStream.ofJsonLines(new ByteArrayInputStream(content), FileLimits.DEFAULT);
    }

    private static String refusal(InputStream content) {
        var stream = ProvingStream.ofJsonLines(content, FileLimits.DEFAULT);
        var refused = catchThrowableOfType(RefusedFile.class, () -> stream.transferTo(OutputStream.nullOutputStream()));
        return refused.getMessage();
    }

    private static String refusal(String content) {
        return refusal(new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    @Test
    void whole_lines_are_passed_on_as_they_are_and_counted() throws Exception {
        var content = LINES.getBytes(UTF_8);
        var stream = stream(content);

        assertThat(stream.readAllBytes()).isEqualTo(content);
        assertThat(stream.proof().rows()).isEqualTo(3);
        assertThat(stream.proof().bytes()).isEqualTo(content.length);
        assertThat(stream.proof().sha256()).hasSize(64);
        assertThat(stream.proof().header()).isEmpty();
        assertThat(stream.proof().warnings()).isEmpty();
    }

    @Test
    void they_may_come_in_any_pieces() throws Exception {
        var content = LINES.getBytes(UTF_8);
        for (int size = 1; size < content.length; size++) {
            var shape = new JsonLinesShape();
            for (int from = 0; from < content.length; from += size) {
                var piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + size));
                shape.accept(piece, piece.length);
            }
            shape.finish();
            assertThat(shape.rows()).as("in pieces of " + size).isEqualTo(3);
        }
    }

    @Test
    void no_bytes_are_no_rows() throws Exception {
        var stream = stream(new byte[0]);

        assertThat(stream.readAllBytes()).isEmpty();
        assertThat(stream.proof().rows()).isZero();
        assertThat(stream.proof().bytes()).isZero();
        assertThat(stream.proof().warnings()).containsExactly("The file has no rows.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"a\":1}                | Line 1 is the last one and has no end of line.",
        "{}\\n{\"a\":1            | Line 2 is the last one and has no end of line.",
        "{}\\n{\"a\":\\n1}\\n     | Line 2 ends within its object.",
        "{}{}\\n                  | Line 1 holds more than one object.",
        "{}\\n\\n{}\\n            | Line 2 is blank.",
        "{}\\n[{}]\\n             | Line 2 is no JSON object.",
        "\"{}\"\\n                | Line 1 is no JSON object.",
        "12\\n                    | Line 1 is no JSON object.",
        "null\\n                  | Line 1 is no JSON object."})
    void a_line_that_is_no_whole_object_is_refused(String content, String sentence) {
        assertThat(refusal(content.replace("\\n", "\n"))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team,Hours\n", "{a:1}\n", "{'a':1}\n", "{\"a\":1,}\n", "{\"a\":01}\n", "{\"a\":NaN}\n",
        "{\"a\":tru}\n", "{\"a\":1}}\n", "{\"a\":1]\n", "{\"a\":\"b\n\"}\n", "{\"a\":\"\\x\"}\n", "{}//\n", "{},\n"})
    void what_is_no_json_is_refused_with_its_line(String line) {
        assertThat(refusal("{}\n" + line)).startsWith("Line 2 is no JSON: ");
    }

    @Test
    void what_is_no_utf_8_is_refused() {
        assertThat(refusal(new ByteArrayInputStream(new byte[] {'{', '"', (byte) 0xfc, '"', ':', '1', '}', '\n'})))
                .isEqualTo("Byte 2 of the file is not valid UTF-8.");
    }

    @Test
    void a_byte_order_mark_is_refused() {
        assertThat(refusal("\ufeff{}\n")).isEqualTo("The file starts with a byte order mark, which no reader of JSON "
                + "expects.");
    }

    @Test
    void an_object_that_is_nested_too_deep_is_refused() {
        var deepest = JsonLinesShape.DEEPEST;
        assertThat(refusal("{\"a\":" + "[".repeat(deepest) + "]".repeat(deepest) + "}\n"))
                .startsWith("Line 1 is no JSON: Document nesting depth (501) exceeds the maximum allowed (500");
    }

    @Test
    void a_line_without_end_is_refused_before_it_fills_the_memory() {
        assertThat(refusal(new SequenceInputStream(new ByteArrayInputStream("{\"a\":\"".getBytes(UTF_8)),
                new Endless(new byte[0], new byte[] {'a'})))).isEqualTo("Line 1 is longer than 16777216 bytes.");
    }

    @Test
    void more_than_the_largest_file_is_refused() {
        var stream = ProvingStream.ofJsonLines(new Endless(new byte[0], "{}\n".getBytes(UTF_8)),
                new FileLimits(1_000_000, 1000, true, true));

        var refused = catchThrowableOfType(RefusedFile.class, () -> stream.transferTo(OutputStream.nullOutputStream()));

        assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
    }
}
