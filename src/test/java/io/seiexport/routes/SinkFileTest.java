package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.Meanwhile;

@Order(1)
class SinkFileTest extends RouteTest {
    private static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Meanwhile meanwhile = new Meanwhile();

    @Override
    protected Map<String, Object> beans() {
        return Map.of("meanwhile", meanwhile);
    }

    @Test
    void the_file_lands_with_a_manifest_that_proves_it() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));

        export();

        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        var csv = Files.readAllBytes(csv());
        var manifest = JSON.readTree(manifest().toFile());
        assertThat(manifest.fieldNames()).toIterable().containsExactly("exportId", "server", "org", "project",
                "domain", "scope", "window", "granularity", "request", "reused", "createdAt", "completedAt",
                "deliveredAt", "rows", "columns", "bytes", "compressedBytes", "sha256", "transferMillis");
        assertThat(manifest.path("sha256").textValue()).isEqualTo(sha256(csv));
        assertThat(manifest.path("bytes").longValue()).isEqualTo(csv.length);
        assertThat(manifest.path("server").textValue()).isEqualTo(sandbox().address().toString());
        assertThat(manifest.path("org").textValue()).isEqualTo("Acme");
        assertThat(manifest.path("project").textValue()).isEqualTo("Metrics");
        assertThat(manifest.path("scope").textValue()).isEqualTo("team:101");
        assertThat(manifest.path("window").toString()).isEqualTo("{\"start\":\"2026-04-01\",\"end\":\"2026-04-30\"}");
        assertThat(manifest.path("request").path("scope").path("teamId").textValue()).isEqualTo("101");
        assertThat(Instant.parse(manifest.path("deliveredAt").textValue()))
                .isAfterOrEqualTo(Instant.parse(manifest.path("createdAt").textValue()));
    }

    @Test
    void names_from_outside_cannot_leave_the_folder_nor_meet() throws Exception {
        start(Map.of("export.ba.scopes", "tree:../../etc,tree:..,tree:A B,tree:A_B,\"tree:Zürich, Süd\""));

        export();

        var files = files();
        assertThat(files).hasSize(10).allMatch(file -> file.startsWith("data/ba/tree-"))
                .allMatch(file -> file.matches("[A-Za-z0-9._~/-]+")).noneMatch(file -> file.contains("/../"));
    }

    @Test
    void a_folder_of_any_name_is_made() throws Exception {
        var odd = folder.resolve("Bündel (neu), 100% 'a+b' $x");
        start(Map.of("export.ba.scopes", "team:101", "sink.file.directory", odd.toString()));

        export();

        assertThat(filesIn(odd)).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }

    @Test
    void a_file_that_is_delivered_again_is_replaced_together_with_its_manifest() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        deliver("a,b\n1,2\n");

        deliver("a,b\n22,2\n");

        assertThat(csv()).hasContent("a,b\n22,2\n");
        assertThat(JSON.readTree(manifest().toFile()).path("sha256").textValue())
                .isEqualTo(sha256("a,b\n22,2\n".getBytes(UTF_8)));
        assertThat(files()).containsExactly("data/" + NAME + ".csv", "data/" + NAME + ".manifest.json");
    }

    @Test
    void a_file_that_cannot_be_replaced_is_left_without_the_manifest_of_the_old_one() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        deliver("a,b\n1,2\n");
        Files.delete(csv());
        Files.createDirectories(csv().resolve("in the way"));

        ring("ba");

        assertThat(ends.await().failed().values()).singleElement().satisfies(failure ->
                assertThat(failure.sentence()).startsWith("the sink direct:sink-file did not accept the file: ")
                        .contains(".csv"));
        assertThat(manifest()).doesNotExist();
    }

    @Test
    void a_file_that_cannot_be_written_leaves_the_old_one_with_its_manifest() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        deliver("a,b\n1,2\n");
        Files.createDirectories(part(csv(), 2).resolve("in the way"));
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n22,2\n".getBytes(UTF_8)));

        ring("ba");

        assertThat(ends.await().failed()).hasSize(1);
        assertThat(csv()).hasContent("a,b\n1,2\n");
        assertThat(JSON.readTree(manifest().toFile()).path("sha256").textValue())
                .isEqualTo(sha256("a,b\n1,2\n".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"renew-lease-before-offer", "refuse-foreign-in-folder", "write-file", "write-manifest-aside",
        "withdraw-manifest-from-folder", "rename-file"})
    void what_another_node_has_delivered_meanwhile_stays(String step) throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        deliver("a,b\n1,2\n");
        meanwhile.after(step, this::deliverElsewhere);
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n3,4\n".getBytes(UTF_8)));

        ring("ba");

        Awaitility.await().untilAsserted(() -> assertThat(ends.lost()).containsExactly("ba"));
        assertThat(csv()).hasContent("of another node");
        assertThat(manifest()).hasContent("{}");
        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }

    private Path deliverElsewhere() throws Exception {
        changeLedger("update sei_window set lease_no = lease_no + 1, lease_node = 'another'");
        Files.writeString(csv(), "of another node");
        return Files.writeString(manifest(), "{}");
    }

    @Test
    void a_part_that_an_earlier_death_left_behind_is_taken_away() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        var part = part(csv(), 0);
        Files.createDirectories(part.getParent());
        Files.writeString(part, "half a file of another day, much longer than the one that comes now");

        deliver("a,b\n1,2\n");

        assertThat(csv()).hasContent("a,b\n1,2\n");
        assertThat(part).doesNotExist();
    }

    @Test
    void a_reader_never_sees_half_a_file_nor_a_manifest_beside_other_bytes() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        deliver(csv(0));
        var done = new AtomicBoolean();
        var reader = CompletableFuture.supplyAsync(() -> read(done));

        for (var number = 1; number <= 60; number++) {
            deliver(csv(number));
        }
        done.set(true);

        var seen = reader.join();
        assertThat(seen.findings()).isEmpty();
        assertThat(seen.files()).isGreaterThan(60);
        assertThat(seen.proven()).isPositive();
    }

    @Test
    void the_staged_file_itself_goes_to_the_only_sink() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));

        assertThat(isWrittenAsStaged(1)).isTrue();

        assertThat(csv()).hasContent("a,b\n1,2\n");
        assertThat(filesIn(data())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        Awaitility.await().untilAsserted(() -> assertThat(waiting()).isEmpty());
    }

    @Test
    void a_file_that_another_sink_still_waits_for_is_copied() throws Exception {
        var down = Files.createFile(folder.resolve("down"));
        start(Map.of("export.ba.scopes", "team:101", "export.ba.sinks", "direct:sink-file,file:" + down));

        assertThat(isWrittenAsStaged(1)).isFalse();

        assertThat(csv()).hasContent("a,b\n1,2\n");
    }

    @Test
    void a_file_that_has_waited_for_its_sink_is_written_anew_and_so_has_the_time_of_its_delivery() throws Exception {
        start(Map.of("export.ba.scopes", "team:101"));
        var inTheWay = Files.createDirectories(csv().resolve("in the way"));
        assertThat(isWrittenAsStaged(1)).isTrue();
        Files.delete(inTheWay);
        Files.delete(csv());

        assertThat(isWrittenAsStaged(2)).isFalse();

        assertThat(csv()).hasContent("a,b\n1,2\n");
    }

    /** Delivers, and tells whether what waits to take its place in the folder is the file in the staging folder. */
    private boolean isWrittenAsStaged(long leaseNo) throws Exception {
        var same = new AtomicBoolean();
        meanwhile.after("write-file", () -> {
            try (var files = Files.list(staging())) {
                for (var file : files.filter(file -> file.toString().endsWith(".csv")).toList()) {
                    same.set(Files.isSameFile(file, part(csv(), leaseNo)));
                }
            }
            return null;
        });
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n1,2\n".getBytes(UTF_8)));
        ring("ba");
        ends.await();
        return same.get();
    }

    /** What a reader saw: whole files, files with a manifest that stayed while they were read, and what is wrong. */
    private record Seen(int files, int proven, List<String> findings) {
    }

    private Seen read(AtomicBoolean done) {
        var files = 0;
        var proven = 0;
        var findings = new ArrayList<String>();
        var digests = new HashMap<String, String>();
        try {
            while (!done.get()) {
                var before = manifestText();
                var text = Files.readString(csv());
                files++;
                if (!text.equals(csv(text.charAt(4) - 'A'))) {
                    findings.add("half a file of " + text.length() + " bytes");
                }
                if (!before.isEmpty() && before.equals(manifestText())) {
                    proven++;
                    var digest = digests.computeIfAbsent(text,
                            whole -> sha256(whole.getBytes(UTF_8)));
                    if (!JSON.readTree(before).path("sha256").textValue().equals(digest)) {
                        findings.add("a manifest beside other bytes: " + before);
                    }
                }
            }
        } catch (IOException e) {
            findings.add(e.toString());
        }
        return new Seen(files, proven, findings);
    }

    private String manifestText() throws IOException {
        try {
            return Files.readString(manifest());
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** A file that is told from the others by its fifth character and is large enough to be written in many steps. */
    private static String csv(int number) {
        return "a,b\n" + String.valueOf((char) ('A' + number)).repeat(200) + ",1\n"
                + (number + ",1\n").repeat(100_000);
    }

    private void deliver(String csv) throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        export();
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private static Path part(Path place, long leaseNo) {
        return place.resolveSibling("." + place.getFileName() + "." + leaseNo + ".part");
    }

    private Path csv() {
        return data().resolve(NAME + ".csv");
    }

    private Path manifest() {
        return data().resolve(NAME + ".manifest.json");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
