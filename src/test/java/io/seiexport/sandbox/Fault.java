package io.seiexport.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.sandbox.SimulatedJob.Fate;
import io.seiexport.sandbox.SimulatedJob.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Something that goes wrong, or just differently, with a call: what is answered (the static methods) and how it is
 * sent (the others). Arm it with {@link Faults#next}.
 */
public final class Fault {

    /** The call without the fault. */
    interface Work {
        Answer with(Deviation twist);
    }

    /** The usual file in another form. */
    private interface Packing {
        Answer of(Answer file) throws IOException;
    }

    /** The call with the fault; an exception closes the connection. */
    interface Course {
        Answer run(Work work, ReceivedCall received) throws IOException;
    }

    /** Outside of quotes. */
    private static final String CSV_COMMA = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";
    private static final Set<Call> ANY = EnumSet.allOf(Call.class);

    private final Set<Call> calls;
    private final String team;
    private final Course course;

    private Fault(Set<Call> calls, String team, Course course) {
        this.calls = calls;
        this.team = team;
        this.course = course;
    }

    /** The usual answer, for faults in the sending alone. */
    public static Fault ordinary() {
        return new Fault(ANY, null, (work, received) -> work.with(Deviation.NONE));
    }

    /** Any status and body; sent as JSON unless a header says otherwise. Nothing is done. */
    public static Fault answer(int status, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Fault(ANY, null, (work, received) -> Answer.bytes(status, "application/json", bytes));
    }

    /** The 404 of an export that is not known or not ready. */
    public static Fault notFound() {
        return new Fault(ANY, null, (work, received) -> Refused.export().answer());
    }

    /** An error whose message repeats the API key as it was sent. */
    public static Fault echoingKey(int status) {
        return new Fault(ANY, null, (work, received) -> Answer.error(status, "Not valid: " + sentKey(received)));
    }

    /** The header that carries the API key, whole. */
    private static String sentKey(ReceivedCall received) {
        return Stream.of("Authorization", "SEI_API_KEY", "x-api-key").map(received.headers()::get)
                .filter(Objects::nonNull).findFirst().orElse("");
    }

    /** The connection is closed without an answer; nothing is done. */
    public static Fault drop() {
        return new Fault(ANY, null, (work, received) -> {
            throw new IOException("Dropped, as the fault says");
        });
    }

    /** The connection is closed without an answer, although the call has been done. */
    public static Fault lostAnswer() {
        return drop().afterWork();
    }

    /** Other bytes in place of the usual body, with status 200. */
    public static Fault body(String contentType, byte[] bytes) {
        return body(contentType, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** A stream in place of the usual body, with status 200; a length of -1 promises none. */
    public static Fault body(String contentType, long length, Supplier<InputStream> stream) {
        return new Fault(ANY, null, (work, received) -> Answer.of(200, contentType, length, out -> {
            try (var in = stream.get()) {
                in.transferTo(out);
            }
        }));
    }

    /** A status text in place of the true one, letter by letter. */
    public static Fault status(String text) {
        return twisted(Call.STATUS, new Deviation(null, text, 0));
    }

    /** The created job stays queued forever. */
    public static Fault stuckQueued() {
        return twisted(Call.CREATE, new Deviation(new Fate(State.QUEUED, null), null, 0));
    }

    /** The created job is processed forever. */
    public static Fault neverReady() {
        return twisted(Call.CREATE, new Deviation(new Fate(State.PROCESSING, null), null, 0));
    }

    /** The created job fails in the end. */
    public static Fault failing(String error) {
        return twisted(Call.CREATE, new Deviation(new Fate(State.FAILED, error), null, 0));
    }

    /** The file as plain text. */
    public static Fault plain() {
        return repacked(file -> Answer.bytes(200, "text/csv", unzipped(file)));
    }

    /** The file as text that the transport compresses. */
    public static Fault contentEncoded() {
        return repacked(file -> file.with("Content-Type", "text/csv").with("Content-Encoding", "gzip"));
    }

    /** The file as so many gzip members, one after the other. */
    public static Fault members(int count) {
        return repacked(file -> Answer.bytes(200, file.headers().get("Content-Type"), zipped(unzipped(file), count)));
    }

    /** The file with other figures, as after a correction of the data; the usual ones are edition 0. */
    public static Fault restated(int edition) {
        return twisted(Call.DOWNLOAD, new Deviation(null, null, edition));
    }

    /** The file without some of its columns, as a server sends it that has not understood all of the question. */
    public static Fault withoutColumns(String... headers) {
        return repacked(file -> Answer.bytes(200, file.headers().get("Content-Type"),
                zipped(without(List.of(headers), new String(unzipped(file), StandardCharsets.UTF_8)), 1)));
    }

    /** An answer about a job that repeats some JSON at a place of the question, such as {@code scope/teamId}. */
    public static Fault echo(String place, String json) {
        return retold(answer -> {
            var names = place.split("/");
            var parent = answer.withObject(names.length == 1 ? "/metadata" : "/metadata/" + names[0]);
            parent.set(names[names.length - 1], read(json));
        });
    }

    /** A stated size of the file, whatever it is. */
    public static Fault sizeBytes(long size) {
        return retold(answer -> answer.withObject("/download").put("sizeBytes", size));
    }

    /** The usual answer, late. */
    public static Fault delay(Duration delay) {
        return ordinary().after(delay);
    }

    public Fault after(Duration delay) {
        return new Fault(calls, team, (work, received) -> {
            Line.sleep(delay);
            return course.run(work, received);
        });
    }

    /** The call is done as usual before the fault shows. */
    public Fault afterWork() {
        return new Fault(calls, team, (work, received) -> {
            work.with(Deviation.NONE);
            return course.run(work, received);
        });
    }

    public Fault header(String name, String value) {
        return sent(answer -> answer.with(name, value));
    }

    public Fault withoutHeader(String name) {
        return sent(answer -> {
            var fewer = new LinkedHashMap<>(answer.headers());
            fewer.remove(name);
            return new Answer(answer.status(), fewer, answer.length(), answer.body());
        });
    }

    /** Chunked, without Content-Length. */
    public Fault withoutLength() {
        return sent(answer -> new Answer(answer.status(), answer.headers(), -1, answer.body()));
    }

    /** The connection is closed after so many bytes of the body, whatever Content-Length promises. */
    public Fault cutAfter(long bytes) {
        return through(out -> Line.cut(out, bytes));
    }

    /** The body is sent in pieces of so many bytes with a pause after each. */
    public Fault trickling(int bytes, Duration pause) {
        return through(out -> Line.slow(out, bytes, pause));
    }

    /** The body begins with so many bytes at most, and waits. */
    public Fault heldAfter(int bytes, CountDownLatch until) {
        return through(out -> Line.held(out, bytes, until));
    }

    /** Only for calls about this team. */
    public Fault forTeam(String teamId) {
        return new Fault(calls, teamId, course);
    }

    private static Fault retold(Consumer<ObjectNode> change) {
        return new Fault(EnumSet.of(Call.CREATE, Call.STATUS), null, (work, received) -> {
            var usual = work.with(Deviation.NONE);
            var bytes = new ByteArrayOutputStream();
            usual.body().writeTo(bytes);
            var json = (ObjectNode) read(bytes.toString(StandardCharsets.UTF_8));
            change.accept(json);
            return Answer.json(usual.status(), json);
        });
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static byte[] without(List<String> headers, String csv) {
        var all = List.of(csv.lines().findFirst().orElseThrow().split(","));
        var left = csv.lines().map(line -> line.split(CSV_COMMA, -1)).map(cells -> IntStream.range(0, cells.length)
                .filter(at -> !headers.contains(all.get(at))).mapToObj(at -> cells[at])
                .collect(Collectors.joining(","))).collect(Collectors.joining("\n", "", "\n"));
        return left.getBytes(StandardCharsets.UTF_8);
    }

    private static Fault repacked(Packing packing) {
        return new Fault(EnumSet.of(Call.DOWNLOAD), null, (work, received) -> {
            var usual = work.with(Deviation.NONE);
            return usual.status() == 200 ? packing.of(usual) : usual;
        });
    }

    private static byte[] unzipped(Answer file) throws IOException {
        var zipped = new ByteArrayOutputStream();
        file.body().writeTo(zipped);
        return new GZIPInputStream(new ByteArrayInputStream(zipped.toByteArray())).readAllBytes();
    }

    private static byte[] zipped(byte[] plain, int members) throws IOException {
        var zipped = new ByteArrayOutputStream();
        int share = (plain.length + members - 1) / members;
        for (int from = 0; from < plain.length; from += share) {
            try (var member = new GZIPOutputStream(zipped)) {
                member.write(plain, from, Math.min(share, plain.length - from));
            }
        }
        return zipped.toByteArray();
    }

    private static Fault twisted(Call call, Deviation twist) {
        return new Fault(EnumSet.of(call), null, (work, received) -> work.with(twist));
    }

    private Fault through(UnaryOperator<OutputStream> line) {
        return sent(answer -> new Answer(answer.status(), answer.headers(), answer.length(),
                out -> answer.body().writeTo(line.apply(out))));
    }

    private Fault sent(UnaryOperator<Answer> otherwise) {
        return new Fault(calls, team, (work, received) -> otherwise.apply(course.run(work, received)));
    }

    Answer run(Work work, ReceivedCall received) throws IOException {
        return course.run(work, received);
    }

    boolean isFor(Call call) {
        return calls.contains(call);
    }

    boolean isFor(String teamId) {
        return team == null || team.equals(teamId);
    }
}
