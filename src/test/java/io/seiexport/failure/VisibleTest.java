package io.seiexport.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 0x07, 0x08, '\t', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x34f, 0x61c, 0x180e, 0x200b,
        0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067,
        0x2068, 0x2069, 0x206f, 0x3164, 0xfeff, 0xd800, 0xdbff, 0xdc00, 0xdfff})
    void what_nobody_can_see_is_spelled_out(int hidden) {
        assertThat(Visible.of("a" + (char) hidden + "b")).isEqualTo("a\\u%04xb".formatted(hidden));
        assertThat(Visible.isAll("a" + (char) hidden + "b")).isFalse();
    }

    @Test
    void so_is_what_takes_two_characters() {
        assertThat(Visible.of("a" + Character.toString(0xe0041) + "b")).isEqualTo("a\\udb40\\udc41b");
    }

    @Test
    void a_text_stays_on_one_line() {
        assertThat(Visible.of("a\nb\r\nc")).isEqualTo("a\\nb\\u000d\\nc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Größe, m²", "東京 Ω \u05d0\u05d1 \u0627", "\ud83d\udc4d", "a\\u202eb", "e\u0301",
        "~!\u00a0x"})
    void what_can_be_seen_stays_as_it_is(String text) {
        assertThat(Visible.of(text)).isEqualTo(text);
        assertThat(Visible.isAll(text)).isTrue();
    }

    @Test
    void nothing_stays_nothing() {
        assertThat(Visible.of(null)).isNull();
    }

    @Test
    void a_document_of_json_keeps_its_values_and_its_lines() throws Exception {
        var json = JsonMapper.builder().build();
        var all = IntStream.rangeClosed(0, 0xffff).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).append("\ud83d\udc4d").toString();
        var written = json.writerWithDefaultPrettyPrinter()
                .writeValueAsString(json.createObjectNode().put("a", all).put("b", 1));

        var visible = Visible.inJson(written);

        assertThat(visible.lines().count()).isEqualTo(written.lines().filter(line -> !line.isEmpty()).count());
        assertThat(visible.lines()).allMatch(Visible::isAll);
        assertThat(json.readTree(visible).path("a").textValue()).isEqualTo(all);
    }
}
