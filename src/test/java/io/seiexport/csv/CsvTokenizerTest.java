package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.seiexport.csv.CsvTokenizer.Token;
import io.seiexport.failure.Reason;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whoever reads a file finds the same cells in it, however odd it is and however it comes in pieces. */
class CsvTokenizerTest {
    private static final int MARK = 3;

    /** Keeps all cells, one character for each byte. */
    private static final class Kept implements CellHandler {
        private final List<List<String>> rows = new ArrayList<>();
        private List<String> row = new ArrayList<>();
        private final ByteArrayOutputStream cell = new ByteArrayOutputStream();

        @Override
        public void piece(byte[] bytes, int from, int to) {
            cell.write(bytes, from, to - from);
        }

        @Override
        public void endCell() {
            row.add(cell.toString(ISO_8859_1));
            cell.reset();
        }

        void endRow() {
            rows.add(row);
            row = new ArrayList<>();
        }
    }

    @Property(tries = 5_000)
    void the_cells_of_a_file_are_the_same_in_any_pieces(@ForAll("files") byte[] file,
            @ForAll("pieces") List<Integer> pieces) throws IOException {
        assertThat(cells(inPieces(file, pieces))).isEqualTo(cells(file));
    }

    @Property(tries = 5_000)
    void the_proof_counts_the_rows_that_are_read(@ForAll("headers") String header, @ForAll("files") byte[] rest,
            @ForAll("pieces") List<Integer> pieces) throws IOException {
        var file = Gzip.join(header.getBytes(UTF_8), rest);
        var rows = cells(file);
        var names = rows.get(0);
        var shape = new CsvShape(false,
                new HeaderCheck(DeclaredType.NONE, new Expected("expect-columns", names, List.of())));

        try {
            for (var piece : inPieces(file, pieces)) {
                shape.accept(piece, piece.length);
            }
            shape.finish();
        } catch (RefusedFile refused) {
            assertThat(refused.reason()).isEqualTo(Reason.UNCLOSED_QUOTE);
            Assume.that(false);
        }

        var ragged = rows.stream().filter(row -> row.size() != names.size()).count();
        var repeated = rows.stream().skip(1).filter(row -> row.equals(names)).count();
        assertThat(shape.header()).isEqualTo(names);
        assertThat(shape.rows()).isEqualTo(rows.size() - 1);
        assertThat(told(shape, "Ragged rows in all: ")).isEqualTo(ragged);
        assertThat(told(shape, "Repeated headers in all: ")).isGreaterThanOrEqualTo(repeated);
    }

    /** The number behind these words in a warning, 0 if there is none. */
    private static long told(CsvShape shape, String words) {
        return shape.warnings().stream().filter(warning -> warning.contains(words))
                .map(warning -> warning.replaceFirst(".*" + words + "([0-9]+)\\.", "$1")).mapToLong(Long::parseLong)
                .sum();
    }

    private static List<List<String>> cells(byte[] file) throws IOException {
        var kept = new Kept();
        var rows = new CsvRows(new ByteArrayInputStream(file));
        while (rows.next(kept)) {
            kept.endRow();
        }
        return kept.rows;
    }

    private static List<List<String>> cells(List<byte[]> pieces) {
        var kept = new Kept();
        var tokens = new CsvTokenizer();
        for (var piece : pieces) {
            tokens.feed(piece, piece.length);
            for (var token = tokens.next(); token != Token.NEED_INPUT; token = tokens.next()) {
                take(token, tokens, piece, kept);
            }
        }
        if (tokens.finish() == Token.LAST_CELL) {
            kept.endCell();
            kept.endRow();
        }
        return kept.rows;
    }

    private static void take(Token token, CsvTokenizer tokens, byte[] piece, Kept kept) {
        if (token != Token.BLANK_LINE) {
            kept.piece(piece, tokens.from(), tokens.to());
        }
        if (token == Token.CELL || token == Token.LAST_CELL) {
            kept.endCell();
        }
        if (token == Token.LAST_CELL) {
            kept.endRow();
        }
    }

    /** Pieces of these lengths, over and over; the first one has room for a byte order mark. */
    private static List<byte[]> inPieces(byte[] file, List<Integer> lengths) {
        var pieces = new ArrayList<byte[]>();
        for (var from = 0; from < file.length;) {
            var length = lengths.get(pieces.size() % lengths.size());
            var to = Math.min(file.length, from + (from == 0 ? Math.max(MARK, length) : length));
            pieces.add(Arrays.copyOfRange(file, from, to));
            from = to;
        }
        return pieces;
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of("\ufeff", "").flatMap(mark -> Arbitraries.of("a\n", "\"a\"\r", "a,b\r\n", "\"a\",b\n\n",
                "a,\"b\"\"\r\n,c\"\n", "x\"y,\" z\"\r").map(names -> mark + names));
    }

    /** Of all that can mean something, and of bytes that no text holds. */
    @Provide
    Arbitrary<byte[]> files() {
        return Arbitraries.of("\"", "\"\"", ",", "\n", "\r", "\r\n", "a", "a,b", "\"a\"", "b", " ", "+", "\0", "\u00ef",
                "\u00ef\u00bb", "\u00ef\u00bb\u00bf", "\u00ff", "longer than most", "a,b\n", "\n1,2\r\n3,4\r\n5,6\n", "\n12345678,90\n\u00e4\u00fc,\u00b1\u00ac\n").list().ofMaxSize(40)
                .map(parts -> String.join("", parts).getBytes(ISO_8859_1));
    }

    @Provide
    Arbitrary<List<Integer>> pieces() {
        return Arbitraries.oneOf(Arbitraries.integers().between(1, 12), Arbitraries.integers().between(8, 200)).list()
                .ofMinSize(1).ofMaxSize(8);
    }
}
