package io.seiexport.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.failure.Visible;
import io.seiexport.settings.Project;

/** Prints one document for a program that reads it; in ASCII, whatever the locale of the terminal. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII).enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {
    }

    /** The beginning of what says which of several projects it is about. */
    static ObjectNode about(Project project) {
        var json = JsonNodeFactory.instance.objectNode();
        return project.isOnly() ? json : json.put("project", project.name());
    }

    static void print(JsonNode document, PrintStream out) {
        try {
            out.println(Visible.inJson(MAPPER.writeValueAsString(document)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** A text of JSON as a part of a document. */
    static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON: " + text, e);
        }
    }

    /** A document of one array, whose elements are printed as they come. */
    static Elements array(String name, PrintStream out) {
        return new Elements(name, out);
    }

    static final class Elements implements AutoCloseable {
        private final StringWriter written = new StringWriter();
        private final PrintStream out;
        private final JsonGenerator generator;

        private Elements(String name, PrintStream out) {
            this.out = out;
            try {
                generator = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(written);
                generator.writeStartObject();
                generator.writeArrayFieldStart(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(JsonNode element) throws IOException {
            generator.writeTree(element);
            print();
        }

        private void print() throws IOException {
            generator.flush();
            out.print(Visible.inJson(written.toString()));
            written.getBuffer().setLength(0);
        }

        @Override
        public void close() throws IOException {
            generator.writeEndArray();
            generator.writeEndObject();
            print();
            out.println();
        }
    }
}
