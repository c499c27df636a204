package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProvingStreamTest {

    private static final List<BadBodies.Case> BODIES = BadBodies.all();

    static List<BadBodies.Case> good() {
        return BODIES.stream().filter(BadBodies.Case::isGood).toList();
    }

    static List<BadBodies.Case> bad() {
        return BODIES.stream().filter(body -> !body.isGood()).toList();
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_body_is_unpacked_byte_for_byte_and_proven(BadBodies.Case body) throws Exception {
        ProvingStream stream = stream(body);

        assertThat(stream.readAllBytes()).isEqualTo(body.content());
        Proof proof = stream.proof();
        assertThat(proof.bytes()).isEqualTo(body.content().length);
        assertThat(proof.compressedBytes()).isEqualTo(body.bytes().length);
        assertThat(proof.sha256()).isEqualTo(sha256(body.content()));
        assertThat(proof.columns()).isEqualTo(proof.header().size());
    }

    @Test
    void after_its_end_there_is_nothing_to_transfer_also_of_one_without_rows() throws Exception {
        var stream = ProvingStream.ofJsonLines(new ByteArrayInputStream(new byte[0]), FileLimits.DEFAULT);
        assertThat(stream.read()).isEqualTo(-1);

        assertThat(stream.transferTo(OutputStream.nullOutputStream())).isZero();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_bad_body_is_refused_for_its_reason_in_a_sentence(BadBodies.Case body) {
        RefusedFile refused = refusal(stream(body));

        assertThat(refused.reason()).as(refused.getMessage()).hasToString(body.reason());
        assertThat(refused.getMessage()).matches("[A-Z].*\\.");
    }

    @Test
    void the_names_of_all_bodies_differ() {
        assertThat(BODIES).extracting(BadBodies.Case::name).doesNotHaveDuplicates().hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @MethodSource("good")
    void the_proof_does_not_depend_on_how_the_bytes_are_split(BadBodies.Case body) throws Exception {
        ProvingStream whole = stream(body);
        whole.readAllBytes();
        long seed = System.nanoTime();
        Random random = new Random(seed);

        ProvingStream split = body.from(new Splitting(body.bytes(), random));
        byte[] content = readInPieces(split, random);

        assertThat(content).as("seed %d", seed).isEqualTo(body.content());
        assertThat(split.proof()).as("seed %d", seed).isEqualTo(whole.proof());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void the_refusal_does_not_depend_on_how_the_bytes_are_split(BadBodies.Case body) {
        RefusedFile whole = refusal(stream(body));
        long seed = System.nanoTime();

        RefusedFile split = refusal(body.from(new Splitting(body.bytes(), new Random(seed))));

        assertThat(split.reason()).as("seed %d", seed).isEqualTo(whole.reason());
    }

    @ParameterizedTest
    @MethodSource("good")
    void of_the_bodies_whose_end_nobody_knows_those_that_prove_it_are_taken(BadBodies.Case body) throws Exception {
        ProvingStream stream = unframed(body, BodyEnd.REFUSED);

        if (body.provesItsEnd()) {
            assertThat(stream.readAllBytes()).isEqualTo(body.content());
            assertThat(stream.proof()).isEqualTo(proof(body));
        } else {
            assertThat(refusal(stream).reason()).hasToString("unframed");
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void all_bodies_whose_end_nobody_knows_can_be_let_pass_those_that_do_not_prove_it_with_a_warning(
            BadBodies.Case body) throws Exception {
        ProvingStream stream = unframed(body, BodyEnd.DOUBTED);

        assertThat(stream.readAllBytes()).isEqualTo(body.content());
        List<String> warnings = new ArrayList<>(stream.proof().warnings());
        assertThat(warnings.remove("The server said neither how long the file is nor where it ends; it may be "
                + "incomplete."))
                .isEqualTo(!body.provesItsEnd());
        assertThat(warnings).isEqualTo(proof(body).warnings());
    }

    private static ProvingStream unframed(BadBodies.Case body, BodyEnd ending) {
        return body.from(new ByteArrayInputStream(body.bytes()), ending);
    }

    private static Proof proof(BadBodies.Case body) throws IOException {
        ProvingStream whole = stream(body);
        whole.readAllBytes();
        return whole.proof();
    }

    static List<BadBodies.Case> badText() {
        Set<String> reasons = Set.of("header", "ragged", "encoding", "unclosed-quote");
        return bad().stream().filter(body -> reasons.contains(body.reason())).toList();
    }

    @ParameterizedTest
    @MethodSource("badText")
    void the_place_named_in_a_refusal_does_not_depend_on_how_the_bytes_are_split(BadBodies.Case body) {
        RefusedFile whole = refusal(stream(body));
        long seed = System.nanoTime();

        RefusedFile split = refusal(body.from(new Splitting(body.bytes(), new Random(seed))));

        assertThat(split.getMessage()).as("seed %d", seed).isEqualTo(whole.getMessage());
    }

    @Test
    void it_can_be_read_byte_by_byte() throws Exception {
        byte[] csv = "a,b\n1,\u00e9\n".getBytes(UTF_8);
        ProvingStream stream = stream(Gzip.member(csv));
        ByteArrayOutputStream content = new ByteArrayOutputStream();

        for (int b = stream.read(); b >= 0; b = stream.read()) {
            content.write(b);
        }

        assertThat(content.toByteArray()).isEqualTo(csv);
        assertThat(stream.proof().rows()).isEqualTo(1);
    }

    @Test
    void it_can_be_read_as_an_iterator_of_pieces() {
        byte[] csv = ("a,b\n" + "1,2\n".repeat(50_000)).getBytes(UTF_8);
        ProvingStream stream = stream(Gzip.member(csv));
        ByteArrayOutputStream content = new ByteArrayOutputStream();

        stream.forEachRemaining(content::writeBytes);

        assertThat(content.toByteArray()).isEqualTo(csv);
        assertThat(stream.proof().rows()).isEqualTo(50_000);
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void what_is_left_of_one_that_was_read_can_be_written() throws Exception {
        byte[] csv = ("a,b\n" + "1,2\n".repeat(200_000)).getBytes(UTF_8);
        ProvingStream stream = stream(Gzip.member(csv));
        byte[] first = stream.readNBytes(300_000);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();

        stream.transferTo(rest);

        assertThat(Gzip.join(first, rest.toByteArray())).isEqualTo(csv);
        assertThat(stream.proof().rows()).isEqualTo(200_000);
    }

    @Test
    void the_failure_of_an_output_is_thrown_as_it_is_and_there_is_no_proof() {
        IOException full = new IOException("No space left on device");
        byte[] csv = ("a,b\n" + "1,2\n".repeat(500_000)).getBytes(UTF_8);
        ProvingStream stream = inspectedBy(ForkJoinPool.commonPool(), csv);

        assertThatThrownBy(() -> stream.transferTo(new OutputStream() {
            private int room = 600_000;

            @Override
            public void write(int one) throws IOException {
                throw full;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                room -= length;
                if (room < 0) {
                    throw full;
                }
            }
        })).isSameAs(full);
        assertThatThrownBy(stream::proof).isInstanceOf(IllegalStateException.class);
    }

    static List<Executor> busy() {
        return List.of(never -> { }, full -> {
            throw new RejectedExecutionException("all threads are busy");
        });
    }

    @ParameterizedTest
    @MethodSource("busy")
    void what_no_other_thread_inspects_is_inspected_by_the_one_that_reads(Executor busy) throws Exception {
        byte[] csv = ("a,b\n" + "1,2\n".repeat(500_000)).getBytes(UTF_8);
        ProvingStream stream = inspectedBy(busy, csv);
        ByteArrayOutputStream content = new ByteArrayOutputStream();

        stream.transferTo(content);

        assertThat(content.toByteArray()).isEqualTo(csv);
        assertThat(stream.proof().sha256()).isEqualTo(sha256(csv));
    }

    @Test
    void a_large_file_is_handed_over_and_written_in_few_large_pieces() throws Exception {
        byte[] csv = IntStream.range(0, 400_000).mapToObj(row -> "row " + row * 31L + "," + row * 17L % 1009 + "\n")
                .collect(Collectors.joining("", "name,number\n", "")).getBytes(UTF_8);
        AtomicInteger handedOver = new AtomicInteger();
        AtomicInteger writes = new AtomicInteger();

        inspectedBy(task -> handedOver.incrementAndGet(), Gzip.member(csv)).transferTo(new OutputStream() {
            @Override
            public void write(int one) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writes.incrementAndGet();
            }
        });

        int pieces = csv.length / (256 * 1024) + 1;
        assertThat(handedOver).hasValueBetween(pieces, pieces + 3);
        assertThat(writes).hasValueBetween(pieces, pieces + 4);
    }

    private static ProvingStream inspectedBy(Executor background, byte[] body) {
        return new ProvingStream(new ByteArrayInputStream(body), FileLimits.DEFAULT, HeaderCheck.ORDINARY, false,
                BodyEnd.KNOWN, () -> false, background);
    }

    @Test
    void once_refused_it_stays_refused() {
        ProvingStream stream = stream("a,b\n1\n".getBytes(UTF_8));

        RefusedFile first = refusal(stream);

        assertThatThrownBy(stream::read).isSameAs(first);
        assertThatThrownBy(() -> stream.read(new byte[10])).isSameAs(first);
        assertThatThrownBy(stream::hasNext).hasCause(first);
        assertThatThrownBy(stream::proof).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void once_the_source_has_failed_the_failure_stays() {
        IOException cable = new IOException("The cable was cut.");
        ProvingStream stream = new ProvingStream(new InputStream() {
            @Override
            public int read() throws IOException {
                throw cable;
            }
        }, FileLimits.DEFAULT);

        assertThatThrownBy(stream::readAllBytes).isSameAs(cable);
        assertThatThrownBy(stream::read).isSameAs(cable);
        assertThatThrownBy(stream::proof).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void there_is_no_proof_before_the_end_was_read() throws Exception {
        byte[] csv = "a,b\n1,2\n".getBytes(UTF_8);
        ProvingStream stream = stream(csv);

        stream.readNBytes(csv.length);
        assertThatThrownBy(stream::proof).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not read to its end");

        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.proof().rows()).isEqualTo(1);
    }

    @Test
    void a_reader_that_stops_early_has_no_proof_and_the_source_is_closed() throws Exception {
        Splitting source = new Splitting(Gzip.member("a,b\n1,2\n".getBytes(UTF_8)), new Random(1));
        ProvingStream stream = new ProvingStream(source, FileLimits.DEFAULT);

        stream.read();
        stream.close();

        assertThat(source.isClosed()).isTrue();
        assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
        assertThatThrownBy(stream::proof).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_proof_outlives_the_stream() throws Exception {
        ProvingStream stream = stream(Gzip.member("a,b\n1,2\n".getBytes(UTF_8)));
        stream.readAllBytes();

        stream.close();

        assertThat(stream.proof().rows()).isEqualTo(1);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void nothing_of_a_piece_is_handed_on_before_it_is_checked() throws Exception {
        byte[] csv = ("a,b\n" + "1,2\n".repeat(2000) + "1\n").getBytes(UTF_8);
        ProvingStream stream = stream(csv);

        assertThat(stream.readNBytes(4096)).isEqualTo(Arrays.copyOf(csv, 4096));
        assertThatThrownBy(stream::read).isInstanceOf(RefusedFile.class);
    }

    @Test
    void a_file_of_exactly_the_limit_passes_and_one_byte_more_is_too_large() throws Exception {
        byte[] csv = "a,b\n1,2\n".getBytes(UTF_8);

        assertThat(new ProvingStream(new ByteArrayInputStream(Gzip.member(csv)), limited(8)).readAllBytes()).hasSize(8);
        RefusedFile refused = refusal(new ProvingStream(new ByteArrayInputStream(Gzip.member(csv)), limited(7)));
        assertThat(refused.reason()).hasToString("too-large");
        assertThat(refused).hasMessageContaining("7 bytes");
    }

    @Test
    void a_file_too_large_is_given_up_within_one_buffer() {
        Endless csv = new Endless("a,b\n".getBytes(UTF_8), "1,2\n".getBytes(UTF_8));
        ProvingStream stream = new ProvingStream(csv, limited(1_000_000));

        assertThat(refusal(stream).reason()).hasToString("too-large");
        assertThat(stream.received()).isBetween(1_000_000L, 1_000_000L + 2 * 65_536);
    }

    @Test
    void members_without_content_do_not_go_on_for_ever() {
        byte[] nothing = Gzip.member(new byte[0]);
        ProvingStream stream = new ProvingStream(new Endless(nothing, nothing), limited(1_000_000));

        assertThat(refusal(stream).reason()).hasToString("too-large");
    }

    @Test
    void padding_does_not_go_on_for_ever() {
        byte[] member = Gzip.member("a,b\n1,2\n".getBytes(UTF_8));
        ProvingStream stream = new ProvingStream(new Endless(member, new byte[100]), limited(1_000_000));

        assertThat(refusal(stream).reason()).hasToString("too-large");
    }

    @Test
    void monotonous_rows_are_no_bomb() throws Exception {
        String names = IntStream.rangeClosed(1, 502).mapToObj(i -> "metric_" + i).collect(Collectors.joining(","));
        byte[] csv = (names + "\n" + ("Team," + "0,".repeat(500) + "0\n").repeat(16_000)).getBytes(UTF_8);
        byte[] packed = Gzip.member(csv, 9);
        ProvingStream stream = stream(packed);

        assertThat(stream.readAllBytes()).hasSize(csv.length);
        assertThat(csv.length / packed.length).as("ratio").isGreaterThan(400);
    }

    @Test
    void the_ratio_does_not_count_below_one_MiB() throws Exception {
        byte[] csv = ("a,b\n" + "0,0\n".repeat((1 << 18) - 1)).getBytes(UTF_8);
        FileLimits strict = new FileLimits(1L << 30, 10, true, true);

        assertThat(new ProvingStream(new ByteArrayInputStream(Gzip.member(csv)), strict).readAllBytes()).isEqualTo(csv);
    }

    @Test
    void a_bomb_is_given_up_long_before_its_end() {
        byte[] packed = Gzip.member(("a\n" + "0\n".repeat(16 << 20)).getBytes(UTF_8));
        ProvingStream stream = stream(packed);

        assertThat(refusal(stream).reason()).hasToString("bomb");
        assertThat(stream.unpacked()).isLessThan(2 << 20);
    }

    @Test
    void a_damaged_archive_is_told_from_a_ragged_file() {
        byte[] csv = ("a,b\n1\n" + "1,2\n".repeat(100_000)).getBytes(UTF_8);
        byte[] packed = Gzip.member(csv);
        byte[] damaged = packed.clone();
        damaged[damaged.length - 8] ^= 1;

        assertThat(refusal(stream(packed)).reason()).hasToString("ragged");
        assertThat(refusal(stream(damaged)).reason()).hasToString("corrupt");
    }

    @Test
    void a_value_of_64_MiB_is_not_kept_in_memory() throws Exception {
        int size = 64 << 20;
        byte[] value = new byte[size];
        Arrays.fill(value, (byte) 'x');
        byte[] body = Gzip.join("a,b\n\"".getBytes(UTF_8), value, "\",2\n".getBytes(UTF_8));
        byte[] buffer = new byte[8192];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        ProvingStream stream = stream(body);
        while (stream.read(buffer) >= 0) {
            continue;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(stream.proof().rows()).isEqualTo(1);
        assertThat(allocated).isLessThan(1 << 20);
    }

    private static ProvingStream stream(BadBodies.Case body) {
        return body.from(new ByteArrayInputStream(body.bytes()));
    }

    private static ProvingStream stream(byte[] body) {
        return new ProvingStream(new ByteArrayInputStream(body), FileLimits.DEFAULT);
    }

    private static FileLimits limited(long maxBytes) {
        return new FileLimits(maxBytes, FileLimits.DEFAULT.maxRatio(), true, true);
    }

    private static RefusedFile refusal(ProvingStream stream) {
        RefusedFile refused = catchThrowableOfType(RefusedFile.class,
                () -> stream.transferTo(OutputStream.nullOutputStream()));
        assertThat(refused).as("the refusal").isNotNull();
        return refused;
    }

    private static byte[] readInPieces(ProvingStream stream, Random random) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] piece = new byte[100_000];
        for (int n = 0; n >= 0; n = stream.read(piece, 0, 1 + random.nextInt(piece.length))) {
            content.write(piece, 0, n);
        }
        return content.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
