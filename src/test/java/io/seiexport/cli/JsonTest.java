package io.seiexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program reads of what the commands print. */
class JsonTest {
    private static final List<String> NAMES = List.of("a", "caf\u00e9 \u202e", "c");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void elements_that_come_one_by_one_make_the_document_that_is_printed_whole(int count) throws Exception {
        var whole = new ByteArrayOutputStream();
        var inParts = new ByteArrayOutputStream();
        var document = JsonNodeFactory.instance.objectNode();
        var array = document.putArray("windows");
        NAMES.stream().limit(count).forEach(name -> array.add(element(name)));

        Json.print(document, new PrintStream(whole, true, UTF_8));
        try (var elements = Json.array("windows", new PrintStream(inParts, true, UTF_8))) {
            for (var name : NAMES.subList(0, count)) {
                elements.add(element(name));
            }
        }

        assertThat(inParts.toString(UTF_8)).isEqualTo(whole.toString(UTF_8)).isASCII();
    }

    private static ObjectNode element(String name) {
        var element = JsonNodeFactory.instance.objectNode().put("name", name);
        element.putArray("attempts").addObject().put("at", "now");
        return element;
    }
}
