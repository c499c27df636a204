package io.seiexport.csv;

import static io.seiexport.failure.Reason.TRANSFORM;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;

/** Counts the lines of a file of JSON lines piece by piece, each of which has to be a whole object; it holds none. */
final class JsonLinesShape implements Shape {

    static final int LONGEST_LINE = 16 << 20;
    static final int DEEPEST = 500;

    /** Names may differ in each line: those that were seen must not be kept for good. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST).maxStringLength(LONGEST_LINE).maxNameLength(LONGEST_LINE).build())
            .build();

    private final JsonParser parser;
    private final ByteArrayFeeder input;
    private long rows;
    private long lineLength;
    private boolean begun;
    private int depth;

    JsonLinesShape() {
        try {
            parser = JSON.createNonBlockingByteArrayParser();
            input = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        } catch (IOException e) {
            throw new IllegalStateException("nothing was read yet", e);
        }
    }

    @Override
    public void begin(byte[] first, int length) throws RefusedFile {
        if (length >= 3 && (first[0] & 0xff) == 0xef && (first[1] & 0xff) == 0xbb && (first[2] & 0xff) == 0xbf) {
            throw new RefusedFile(TRANSFORM, "The file starts with a byte order mark, which no reader of JSON "
                    + "expects.");
        }
    }

    /** Within JSON a line break is never part of a text, where it would be escaped. */
    @Override
    public void accept(byte[] bytes, int length) throws RefusedFile {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                feed(bytes, from, i + 1);
                endLine();
                from = i + 1;
            }
        }
        feed(bytes, from, length);
    }

    private void feed(byte[] bytes, int from, int to) throws RefusedFile {
        lineLength += to - from;
        if (lineLength > LONGEST_LINE) {
            throw refused("is longer than %d bytes", LONGEST_LINE);
        }
        if (from == to) {
            return;
        }
        try {
            input.feedInput(bytes, from, to);
            for (var token = parser.nextToken(); token != JsonToken.NOT_AVAILABLE; token = parser.nextToken()) {
                take(token);
            }
        } catch (JsonProcessingException e) {
            throw refused("is no JSON: %s", e.getOriginalMessage());
        } catch (RefusedFile e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("the bytes are in memory", e);
        }
    }

    private void take(JsonToken token) throws RefusedFile {
        if (depth == 0) {
            if (token != JsonToken.START_OBJECT) {
                throw refused("is no JSON object");
            }
            if (begun) {
                throw refused("holds more than one object");
            }
            begun = true;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private void endLine() throws RefusedFile {
        if (!begun) {
            throw refused("is blank");
        }
        if (depth > 0) {
            throw refused("ends within its object");
        }
        rows++;
        lineLength = 0;
        begun = false;
    }

    /** A last line that is not ended may be the begin of a longer one. */
    @Override
    public void finish() throws RefusedFile {
        if (lineLength > 0) {
            throw refused("is the last one and has no end of line");
        }
    }

    private RefusedFile refused(String what, Object... numbers) {
        var sentence = String.format(Locale.ROOT, what, numbers);
        return new RefusedFile(TRANSFORM, "Line %d %s.", rows + 1, sentence);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public List<String> header() {
        return List.of();
    }

    @Override
    public List<String> warnings() {
        return rows == 0 ? List.of("The file has no rows.") : List.of();
    }
}
