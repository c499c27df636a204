package io.seiexport.bench;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.S3Server;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Measures the way of large files into a bucket, from asking for the download to the manifest, beside curl that sends
 * the ready file to the same server: of the first one, with which a process opens its connection, and of the last one.
 */
final class BucketRow implements Row {
    private static final List<String> NAMES = Stream.of(1, 2, 3)
            .map("ba/team-%d/weekly/2026-01-01_2026-03-31"::formatted).toList();
    private static final String OF_CURL = "by-curl.csv";
    private static final double RESIDENT_KB = 200_000;
    private static final int RUNS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** From the call that asks for a file to its manifest, which is written once the file is in the bucket. */
    private record Way(Instant asked, double seconds) {
    }

    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public List<Figure> measure(Workshop workshop) throws Exception {
        if (Workshop.tool("curl").isEmpty()) {
            return List.of(Figure.notMeasured("bucket.curl", "curl is not installed"));
        }
        var file = LargeFile.of(DownloadRow.bytes(workshop.isFull()), workshop.folder());
        var csv = unpacked(file, workshop);
        var first = new Pairs();
        var last = new Pairs();
        var resident = 0L;
        try (var s3 = S3Server.startForBenchmark(Files.createDirectories(workshop.folder().resolve("s3")))) {
            put(csv, s3);
            for (var run = 0; run < RUNS; run++) {
                try (var sandbox = DownloadRow.serving(file)) {
                    var cost = installed(workshop, sandbox, s3).run(List.of("-Xmx64m"), "once");
                    resident = Math.max(resident, cost.residentKb());
                    var ways = new ArrayList<Way>();
                    for (var name : NAMES) {
                        ways.add(way(name, file, sandbox, s3));
                    }
                    ways.sort(comparing(Way::asked));
                    var curl = put(csv, s3);
                    first.add(ways.get(0).seconds(), curl);
                    last.add(ways.get(ways.size() - 1).seconds(), curl);
                }
            }
        }
        return List.of(compared("bucket.curl", file, first), compared("bucket.again", file, last),
                Figure.of("bucket.memory", Figure.megabytes(resident) + " resident with -Xmx64m", "200 MB",
                        RESIDENT_KB / resident));
    }

    private static Figure compared(String name, LargeFile file, Pairs pairs) {
        return Figure.of(name, file.bytes() / 1_000_000 + " MB: " + Figure.seconds(pairs.ours()),
                "curl -T: " + Figure.seconds(pairs.other()), pairs.ratio());
    }

    private static Path unpacked(LargeFile file, Workshop workshop) throws IOException {
        var csv = workshop.folder().resolve("ready.csv");
        try (var plain = file.plain(); var out = Files.newOutputStream(csv)) {
            plain.transferTo(out);
        }
        return csv;
    }

    /** One file after the other. */
    private static Installed installed(Workshop workshop, Sandbox sandbox, S3Server s3) throws IOException {
        return workshop.installed("bucket").exportingFrom(sandbox.address()).only("ba")
                .set("export.ba.window", "fixed:2026-01-01..2026-03-31").set("export.ba.sinks", "direct:sink-s3")
                .set("export.ba.scopes", "team:1,team:2,team:3").set("export.max-in-flight", 1)
                .set("sink.s3.bucket", s3.bucket()).set("sink.s3.endpoint", s3.endpoint())
                .set("sink.s3.region", s3.region())
                .set("sink.s3.access-key", s3.accessKey()).set("sink.s3.secret-key", s3.secretKey());
    }

    /** That of a file that is as it was served; the next run finds the bucket without it. */
    private static Way way(String name, LargeFile file, Sandbox sandbox, S3Server s3) throws IOException {
        file.demandSame(s3.client().getObject(get -> get.bucket(s3.bucket()).key(name + ".csv")), name);
        var manifest = new ObjectMapper().readTree(s3.object(name + ".manifest.json"));
        var download = manifest.get("exportId").asText() + "/download";
        var asked = sandbox.received().stream().filter(call -> call.path().endsWith(download)).findFirst()
                .orElseThrow().at();
        for (var key : List.of(name + ".csv", name + ".manifest.json")) {
            s3.client().deleteObject(delete -> delete.bucket(s3.bucket()).key(key));
        }
        var delivered = Instant.parse(manifest.get("deliveredAt").asText());
        return new Way(asked, Duration.between(asked, delivered).toMillis() / 1000.0);
    }

    private static double put(Path csv, S3Server s3) throws Exception {
        var command = new ProcessBuilder("curl", "-sSf", "-T", csv.toString(), permitted(s3).toString());
        return Installed.ended(Timed.run(command, LIMIT)).wall();
    }

    /** An address that is signed already, so that curl has nothing to do but to send. */
    private static URI permitted(S3Server s3) throws Exception {
        try (var presigner = S3Presigner.builder().endpointOverride(s3.endpoint()).region(Region.of(s3.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build()).build()) {
            return presigner.presignPutObject(presign -> presign.signatureDuration(Duration.ofMinutes(10))
                    .putObjectRequest(put -> put.bucket(s3.bucket()).key(OF_CURL))).url().toURI();
        }
    }
}
