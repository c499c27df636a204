package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for any file and any network, tried with thousands that nobody thought of. */
class ProofPropertyTest {
    private static final int ALL_FLAGS = Gzip.TEXT | Gzip.HEADER_CRC | Gzip.EXTRA | Gzip.NAME | Gzip.COMMENT;
    private static final byte[] CSV = ("team,start_date,hours\n" + "\"Pay, ments\",2026-01-02,2\n".repeat(5)
            + "M\u00fcnchen,2026-01-01,1.5\n").getBytes(UTF_8);
    private static final List<byte[]> FILES = List.of(Gzip.member(CSV), Gzip.member(CSV, 0),
            Gzip.memberWith(ALL_FLAGS, new byte[] {1, 2, 2, 0, 0, 0}, CSV),
            Gzip.join(Gzip.member(new byte[0]), Gzip.member(CSV)));
    private static final int LARGEST = 300_000;
    private static final FileLimits LENIENT = new FileLimits(1L << 30, 1000, false, true);

    /** What reading a file to its end comes to. */
    private record Outcome(String refusal, Proof proof, byte[] content) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Outcome outcome && String.valueOf(refusal).equals(String.valueOf(outcome.refusal))
                    && String.valueOf(proof).equals(String.valueOf(outcome.proof))
                    && Arrays.equals(content, outcome.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /** A CSV file, and what there is to be found in it. */
    private record Written(String text, int rows, List<String> header) {
    }

    @Property(tries = 20_000)
    void a_mutated_gzip_file_is_refused_or_has_the_same_content(@ForAll("files") byte[] file,
            @ForAll("mutations") List<UnaryOperator<byte[]>> mutations) throws IOException {
        var mutated = file;
        for (var mutation : mutations) {
            mutated = mutation.apply(mutated);
        }
        // A few bytes that do not begin like gzip are plain text, of which only the form can be proven.
        Assume.that(mutated.length > 20 || mutated[0] == 0x1f);

        var outcome = read(new ByteArrayInputStream(mutated));

        if (outcome.refusal() == null) {
            assertThat(outcome.content()).isEqualTo(CSV);
        }
    }

    @Property(tries = 3_000)
    void how_the_network_cuts_a_file_in_pieces_changes_nothing(@ForAll("bodies") BadBodies.Case body,
            @ForAll("pieces") List<Integer> pieces) throws IOException {
        assertThat(read(body.from(new Pieces(body.bytes(), pieces))))
                .isEqualTo(read(body.from(new ByteArrayInputStream(body.bytes()))));
    }

    @Property(tries = 3_000)
    void what_is_inspected_in_the_background_comes_to_the_same(@ForAll("bodies") BadBodies.Case body,
            @ForAll BodyEnd ending, @ForAll("pieces") List<Integer> pieces) throws IOException {
        var aside = body.from(new Pieces(body.bytes(), pieces), ending, ForkJoinPool.commonPool());

        assertThat(read(aside)).isEqualTo(read(body.from(new ByteArrayInputStream(body.bytes()), ending)));
    }

    @Property(tries = 3_000)
    void what_is_written_where_it_is_inspected_comes_to_the_same(@ForAll("bodies") BadBodies.Case body,
            @ForAll BodyEnd ending, @ForAll("pieces") List<Integer> pieces) throws IOException {
        var aside = body.from(new Pieces(body.bytes(), pieces), ending, ForkJoinPool.commonPool());

        assertThat(written(aside)).isEqualTo(read(body.from(new ByteArrayInputStream(body.bytes()), ending)));
    }

    /** Rows of all kinds, across the seams of the pieces, which are larger where a file is compressed. */
    @Property(tries = 40)
    void a_file_of_many_pieces_comes_to_the_same_however_it_is_read(@ForAll Random random) throws IOException {
        var csv = manyRows(random);

        var proven = read(new ProvingStream(new ByteArrayInputStream(csv), LENIENT));

        assertThat(proven.refusal()).isNull();
        assertThat(proven.content()).isEqualTo(csv);
        var packed = written(new ProvingStream(new ByteArrayInputStream(Gzip.member(csv)), LENIENT,
                HeaderCheck.ORDINARY, false, BodyEnd.KNOWN, () -> false, ForkJoinPool.commonPool()));
        assertThat(packed.content()).isEqualTo(csv);
        assertThat(withoutSize(packed.proof())).isEqualTo(withoutSize(proven.proof()));
    }

    private static byte[] manyRows(Random random) {
        var kinds = List.of("team,2026-01-02,1.5\n", "a,b,c\n", "\"x, \"\"y\"\"\nz\",2,3\r\n",
                "M\u00fcnchen,\u4e16,7\n", "\n", "a,b\n", ",,\n", "one,two\" half,three\r", "long " + "row ".repeat(30) + ",2,3\n");
        var rows = new StringBuilder("a,b,c\n");
        while (rows.length() < 1_000_000) {
            var kind = kinds.get(random.nextInt(kinds.size()));
            rows.append(kind.repeat(1 + random.nextInt(random.nextInt(4) == 0 ? 5_000 : 5)));
        }
        return rows.toString().getBytes(UTF_8);
    }

    private static Proof withoutSize(Proof proof) {
        return new Proof(proof.rows(), proof.columns(), proof.bytes(), 0, proof.sha256(), proof.header(),
                proof.warnings());
    }

    @Property(tries = 2_000)
    void a_well_formed_file_is_proven_with_its_rows_and_columns(@ForAll("csv") Written csv, @ForAll boolean packed,
            @ForAll("pieces") List<Integer> pieces) throws IOException {
        var bytes = csv.text().getBytes(UTF_8);

        var outcome = read(vouched(new Pieces(packed ? Gzip.member(bytes) : bytes, pieces), csv.header()));

        assertThat(outcome.refusal()).isNull();
        assertThat(outcome.content()).isEqualTo(bytes);
        assertThat(outcome.proof().rows()).isEqualTo(csv.rows());
        assertThat(outcome.proof().header()).isEqualTo(csv.header());
        assertThat(outcome.proof().columns()).isEqualTo(csv.header().size());
    }

    @Provide
    Arbitrary<byte[]> files() {
        return Arbitraries.of(FILES);
    }

    @Provide
    Arbitrary<List<UnaryOperator<byte[]>>> mutations() {
        var place = Arbitraries.integers().between(0, 10_000);
        var value = Arbitraries.bytes();
        Arbitrary<UnaryOperator<byte[]>> flip = Combinators.combine(place, Arbitraries.integers().between(0, 7))
                .as((at, bit) -> file -> changed(file, at, (byte) (file[at % file.length] ^ 1 << bit)));
        Arbitrary<UnaryOperator<byte[]>> replace = Combinators.combine(place, value)
                .as((at, other) -> file -> changed(file, at, other));
        Arbitrary<UnaryOperator<byte[]>> insert = Combinators.combine(place, value.list().ofMinSize(1).ofMaxSize(5))
                .as((at, more) -> file -> inserted(file, at, more));
        Arbitrary<UnaryOperator<byte[]>> delete = Combinators.combine(place, Arbitraries.integers().between(1, 5))
                .as((at, count) -> file -> deleted(file, at, count));
        Arbitrary<UnaryOperator<byte[]>> swap = Combinators.combine(place, place).as((at, to) -> file ->
                changed(changed(file, at, file[to % file.length]), to, file[at % file.length]));
        Arbitrary<UnaryOperator<byte[]>> cut = place.map(at -> file -> Arrays.copyOf(file, at % file.length + 1));
        return Arbitraries.oneOf(List.of(flip, replace, insert, delete, swap, cut)).list().ofMinSize(1).ofMaxSize(3);
    }

    private static byte[] changed(byte[] file, int at, byte value) {
        var changed = file.clone();
        changed[at % file.length] = value;
        return changed;
    }

    private static byte[] inserted(byte[] file, int at, List<Byte> more) {
        var place = at % (file.length + 1);
        var bytes = new byte[more.size()];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = more.get(i);
        }
        return Gzip.join(Arrays.copyOf(file, place), bytes, Arrays.copyOfRange(file, place, file.length));
    }

    /** Never all of it. */
    private static byte[] deleted(byte[] file, int at, int count) {
        var place = at % file.length;
        var rest = Math.min(file.length, place + Math.min(count, file.length - 1));
        return Gzip.join(Arrays.copyOf(file, place), Arrays.copyOfRange(file, rest, file.length),
                place == 0 && rest == file.length ? new byte[1] : new byte[0]);
    }

    @Provide
    Arbitrary<BadBodies.Case> bodies() {
        return Arbitraries.of(BadBodies.all().stream().filter(body -> body.bytes().length < LARGEST).toList());
    }

    /** The lengths of the pieces, over and over. */
    @Provide
    Arbitrary<List<Integer>> pieces() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(1, 20)),
                Tuple.of(1, Arbitraries.integers().between(1_000, 70_000)))
                .list().ofMinSize(1).ofMaxSize(20).map(ProofPropertyTest::withALongOne);
    }

    /** So that a large file does not take thousands of reads. */
    private static List<Integer> withALongOne(List<Integer> pieces) {
        var all = new ArrayList<>(pieces);
        all.add(9_999);
        return all;
    }

    @Provide
    Arbitrary<Written> csv() {
        var cell = Arbitraries.of("", "a", "Z", "7", " ", ",", "\"", "\n", "\r", "\r\n", ";", "\u00e9", "\u4e16",
                "\ud83d\ude80", "{", "<").list().ofMaxSize(6).map(parts -> String.join("", parts));
        return Arbitraries.integers().between(1, 8).flatMap(columns -> Combinators.combine(
                cell.list().ofSize(columns),
                cell.list().ofSize(columns).list().ofMaxSize(12),
                Arbitraries.of("\n", "\r\n"), Arbitraries.of(true, false)).as(ProofPropertyTest::written));
    }

    private static Written written(List<String> names, List<List<String>> rows, String lineEnd, boolean lastEnd) {
        var header = IntStream.range(0, names.size()).mapToObj(i -> names.get(i) + i).toList();
        var lines = new ArrayList<String>();
        lines.add(header.stream().map(ProofPropertyTest::quoted).collect(Collectors.joining(",")));
        // An empty value alone in its line would be a blank line.
        rows.forEach(row -> lines.add(row.stream()
                .map(value -> row.size() == 1 || value.matches("(?s).*[\",\r\n].*") ? quoted(value) : value)
                .collect(Collectors.joining(","))));
        return new Written(String.join(lineEnd, lines) + (lastEnd ? lineEnd : ""), rows.size(), header);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    /** The proof of a file whose columns a person has named: it may have a single one. */
    private static ProvingStream vouched(InputStream source, List<String> columns) {
        return new ProvingStream(source, FileLimits.DEFAULT, new HeaderCheck(DeclaredType.NONE,
                new Expected("expect-columns", columns, List.of())), false, BodyEnd.KNOWN, () -> false, Runnable::run);
    }

    private static Outcome read(InputStream source) throws IOException {
        return read(new ProvingStream(source, FileLimits.DEFAULT));
    }

    private static Outcome written(ProvingStream proving) throws IOException {
        var content = new ByteArrayOutputStream();
        try (var stream = proving) {
            assertThat(stream.transferTo(content)).isEqualTo(content.size());
            return new Outcome(null, stream.proof(), content.toByteArray());
        } catch (RefusedFile refused) {
            return new Outcome(refused.reason().word(), null, null);
        }
    }

    private static Outcome read(ProvingStream proving) throws IOException {
        try (var stream = proving) {
            var content = stream.readAllBytes();
            return new Outcome(null, stream.proof(), content);
        } catch (RefusedFile refused) {
            return new Outcome(refused.reason().word(), null, null);
        }
    }

    /** A source that gives its bytes in pieces of these lengths, and never knows of more to come. */
    private static final class Pieces extends ByteArrayInputStream {
        private final List<Integer> lengths;
        private int next;

        Pieces(byte[] bytes, List<Integer> lengths) {
            super(bytes);
            this.lengths = lengths;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, lengths.get(next++ % lengths.size())));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }
}
