package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Fault;

/** What a server, or a proxy before it, sends with status 200 in place of the file; each body is one team's. */
class NotCsvTest extends RouteTest {
    private static final String GOOD = "team,hours\nPlatform,12\n";
    private static final String UNREACHABLE = "upstream connect error or disconnect/reset before headers";

    /** A type that a server may name, and the reason why no file of this type lands, or none. */
    private record Type(String name, Reason reason) {
    }

    /** The first bytes of another format, and what the sentence calls it. */
    private record Format(String bytes, String called) {
    }

    @Test
    void the_sentence_of_a_proxy_does_not_replace_a_good_file() throws Exception {
        start(Map.of("export.ba.scopes", "team:1", "export.ba.settle", "1", "retry.max-attempts", "1"));
        sandbox().faults().next(DOWNLOAD, body("text/csv", GOOD));
        sandbox().faults().next(DOWNLOAD, body("text/plain", UNREACHABLE));
        tick("ba", NOW);
        ends.await();

        tick("ba", NOW);
        ends.await();

        assertThat(ends.reasons()).containsExactly("new", "settle");
        assertThat(ends.failed().values()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.HEADER);
            assertThat(failure.sentence()).isEqualTo("the downloaded file was refused: The file ends within its first "
                    + "line, '" + UNREACHABLE + "', and may be a message of the server instead; if that is the header, "
                    + "name its columns in export.ba.expect-columns.");
        });
        assertThat(landed(1)).hasContent(GOOD);
    }

    @Test
    void the_sentence_of_a_server_is_no_file_whatever_type_it_names() throws Exception {
        var bodies = new ArrayList<Fault>();
        for (var type : List.of("text/plain", "text/csv", "application/octet-stream", "application/gzip", "nonsense")) {
            for (var text : List.of(UNREACHABLE, "export expired\n", "no healthy upstream", "a: b\nc: d\n",
                    "---\nstatus: expired\n", "# Export\n\nIt is **gone**.\n", "Service Unavailable\r\n",
                    "Gone, sorry")) {
                bodies.add(body(type, text));
            }
        }

        export(bodies);

        assertThat(failures(bodies.size())).hasSize(40).extracting(Failure::reason).containsOnly(Reason.HEADER);
        assertThat(files()).isEmpty();
        assertThat(filesIn(staging().resolve("quarantine"))).isNotEmpty();
    }

    @Test
    void a_type_that_tells_of_something_else_is_refused_whatever_the_body() throws Exception {
        var types = List.of(new Type("application/pdf", Reason.NOT_CSV), new Type("text/markdown", Reason.NOT_CSV),
                new Type("application/yaml", Reason.NOT_CSV), new Type("text/yaml", Reason.NOT_CSV),
                new Type("application/x-yaml", Reason.NOT_CSV), new Type("text/css", Reason.NOT_CSV),
                new Type("image/png", Reason.NOT_CSV), new Type("multipart/byteranges; boundary=x", Reason.NOT_CSV),
                new Type("message/http", Reason.NOT_CSV), new Type("application/javascript", Reason.NOT_CSV),
                new Type("application/x-bzip2", Reason.NOT_CSV), new Type("application/zstd", Reason.NOT_CSV),
                new Type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Reason.NOT_CSV),
                new Type("application/vnd.apache.parquet", Reason.NOT_CSV),
                new Type("text/markdown; charset=utf-8", Reason.NOT_CSV),
                new Type("TEXT/HTML;charset=utf-8", Reason.HTML), new Type("application/xhtml+xml", Reason.HTML),
                new Type("application/json", Reason.JSON), new Type("application/problem+json", Reason.JSON),
                new Type("application/x-ndjson", Reason.JSON), new Type("application/xml", Reason.XML),
                new Type("text/xml", Reason.XML), new Type("application/soap+xml", Reason.XML),
                new Type("text/csv, text/html", Reason.HTML));

        export(types.stream().map(type -> body(type.name, GOOD)).toList());

        var failures = failures(types.size());
        for (var i = 0; i < types.size(); i++) {
            assertThat(failures.get(i).reason()).as(types.get(i).name).isEqualTo(types.get(i).reason);
        }
        assertThat(failures.get(0).sentence()).isEqualTo("the downloaded file was refused: The server's Content-Type "
                + "is 'application/pdf', which is not CSV; if the file is CSV, name its columns in "
                + "export.ba.expect-columns.");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_type_that_may_be_a_file_lands_with_a_good_body() throws Exception {
        var bodies = List.of("text/csv", "text/csv; header=present; charset=utf-8", "Text/CSV", "application/csv",
                "text/comma-separated-values", "application/vnd.ms-excel", "application/gzip", "application/x-gzip",
                "application/octet-stream", "binary/octet-stream", "application/zip", "application/x-zip-compressed",
                "application/x-download", "application/force-download", "text/plain", "text/plain; charset=utf-8",
                "application/x-unheard-of", "nonsense", "", ";", "text/").stream().map(type -> body(type, GOOD))
                .collect(Collectors.toList());
        bodies.add(body("text/csv", GOOD).withoutHeader("Content-Type"));

        export(bodies);

        assertThat(ends.failed()).isEmpty();
        for (var team = 1; team <= bodies.size(); team++) {
            assertThat(landed(team)).hasContent(GOOD);
        }
    }

    @Test
    void another_format_is_known_by_its_first_bytes_packed_or_not() throws Exception {
        var formats = List.of(new Format("%PDF-1.7\n1 0 obj, 2 0 obj\n", "a PDF"),
                new Format("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a,b\nsize 12\n",
                        "a pointer of Git LFS"),
                new Format("BZh91AY&SYabc,def\n", "a bzip2 file"),
                new Format("\u00fd7zXZ\0abc", "an xz file"),
                new Format("\u0028\u00b5\u002f\u00fdabc", "a Zstandard file"),
                new Format("PK\3\4abc,def\n", "a zip file, such as an XLSX"),
                new Format("PK\5\6\0\0", "a zip file, such as an XLSX"),
                new Format("7z\u00bc\u00af\u0027\u001cabc", "a 7z file"),
                new Format("PAR1\u0015\4abc", "a Parquet file"),
                new Format("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1abc", "a file of an old Office program"),
                new Format("Rar!\u001a\7abc", "a RAR file"),
                new Format("Obj\1abc", "an Avro file"));
        var bodies = new ArrayList<Fault>();
        for (var format : formats) {
            var bytes = format.bytes.getBytes(ISO_8859_1);
            bodies.add(Fault.body("application/octet-stream", bytes));
            bodies.add(Fault.body("application/gzip", gzip(bytes)));
        }

        export(bodies);

        var failures = failures(bodies.size());
        for (var i = 0; i < bodies.size(); i++) {
            assertThat(failures.get(i))
                    .isEqualTo(new Failure(Reason.NOT_CSV, "the downloaded file was refused: The file is "
                    + "not CSV but starts like " + formats.get(i / 2).called + "."));
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void a_header_that_begins_like_another_format_lands() throws Exception {
        var bodies = List.of("PAR1,PAR2\n1,2\n", "PK,Name\n1,2\n", "Obj,b\n1,2\n", "version,hours\n1,2\n",
                "7z,b\n1,2\n", "BZh,b\n1,2\n", "%PDF,b\n1,2\n").stream().map(csv -> body("text/csv", csv)).toList();

        export(bodies);

        assertThat(ends.failed()).isEmpty();
        assertThat(ends.delivered()).hasSize(7);
    }

    private void export(List<Fault> bodies) throws Exception {
        for (var number = 0; number < bodies.size(); number++) {
            sandbox().faults().next(DOWNLOAD, bodies.get(number).forTeam(String.valueOf(number + 1)));
        }
        start(Map.of("export.ba.scopes", IntStream.rangeClosed(1, bodies.size()).mapToObj(team -> "team:" + team)
                .collect(Collectors.joining(",")), "export.max-in-flight", "50", "retry.max-attempts", "1"));
        ring("ba");
        ends.await();
    }

    /** Those of the teams in their order; each has to have failed. */
    private List<Failure> failures(int teams) {
        var byTeam = ends.failed().entrySet().stream()
                .collect(Collectors.toMap(end -> end.getKey().scope().team(), Map.Entry::getValue));
        assertThat(byTeam).hasSize(teams);
        return IntStream.rangeClosed(1, teams).mapToObj(team -> byTeam.get(String.valueOf(team))).toList();
    }

    private Path landed(int team) {
        return data().resolve("ba/team-" + team + "/weekly/2026-04-01_2026-04-30.csv");
    }

    private static Fault body(String type, String text) {
        return Fault.body(type, text.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
