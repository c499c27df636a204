package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.Installation.Ended;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.BlobServer;
import io.seiexport.support.FileServer;
import io.seiexport.support.KafkaBroker;
import io.seiexport.support.MailServer;
import io.seiexport.support.Postgres;
import io.seiexport.support.S3Server;
import io.seiexport.support.SftpServer;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All sinks of the catalogue beside an installed program, with their jars in its folder plugins/. */
class CatalogueSinkIT {
    private static final Path CATALOGUE = Path.of("src/docs/sinks");
    private static final String NOW = "2026-04-05T12:00:00Z";
    private static final String NAME = "ba/team-7/weekly/2026-03-01_2026-03-31";
    private static final String TRIAL = "sei-export-check";
    private static final String TOPIC = "exports";
    private static final String SECRET = "swordfish+1";
    private static final List<String> SINKS = List.of("azure", "http", "kafka", "mail", "parquet", "postgres", "s3",
            "sftp");
    /** What the components and the driver need, of which lib/ has a part already. */
    private static final Pattern PLUGINS = Pattern.compile("(camel-(ftp|core-catalog|tooling-model|mail|kafka|"
            + "azure-storage-blob)|jsch|commons-(net|io)|angus-(mail|activation)|jakarta\\.(mail|activation)-api|"
            + "kafka-clients|lz4-java|snappy-java|zstd-jni|azure-.*|reactor-.*|reactive-streams|netty-.*|"
            + "jackson-(core|databind|annotations|dataformat-xml|datatype-jsr310)|woodstox-core|stax2-api|msal4j.*|"
            + "jna(-platform)?|duckdb_jdbc)-\\d.*\\.jar");

    @TempDir
    private static Path home;
    @AutoClose
    private static Sandbox sandbox;
    @AutoClose
    private static SftpServer sftp;
    @AutoClose
    private static FileServer web;
    @AutoClose
    private static BlobServer blobs;
    @AutoClose
    private static KafkaBroker kafka;
    @AutoClose
    private static MailServer mail;
    @AutoClose
    private static S3Server store;
    private static String database;
    private static ProgramWithPlugins program;
    private static Installation installation;

    @BeforeAll
    static void installAndStartServers() throws Exception {
        program = ProgramWithPlugins.in(home.resolve("program"));
        for (var jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var name = Path.of(jar).getFileName().toString();
            if (PLUGINS.matcher(name).matches()) {
                Files.copy(Path.of(jar), program.plugin(name));
            }
        }
        sandbox = Sandbox.start(0, Options.immediate());
        sftp = SftpServer.start(home.resolve("partner"), SECRET);
        web = FileServer.start(home.resolve("web"));
        blobs = BlobServer.start();
        kafka = KafkaBroker.start(home.resolve("kafka"));
        kafka.createTopic(TOPIC);
        mail = new MailServer();
        mail.setUser("exporter", "exporter", SECRET);
        mail.start();
        store = S3Server.start(Files.createDirectory(home.resolve("store")));
        database = Postgres.emptyDatabase() + "?user=" + Postgres.user();
        install();
    }

    private static void install() throws IOException {
        installation = Installation.in(Files.createDirectory(home.resolve("work"))).exportingFrom(sandbox.address())
                .only("ba", "team:7").set("export.ba.sinks", SINKS.stream().map(sink -> "direct:sink-" + sink)
                        .collect(joining(",")));
        for (var sink : SINKS) {
            var file = CATALOGUE.resolve("sink-" + sink + ".camel.yaml");
            if (Files.exists(file)) {
                installation.routes().write("sinks", "sink-" + sink, Files.readString(file));
            }
        }
        var google = new Properties();
        try (var text = Files.newBufferedReader(CATALOGUE.resolve("gcs.properties"))) {
            google.load(text);
        }
        for (var key : google.stringPropertyNames()) {
            installation.set(key, google.getProperty(key));
        }
        installation.set("sink.s3.endpoint", store.endpoint()).set("sink.s3.bucket", store.bucket())
                .set("sink.s3.access-key", store.accessKey()).set("sink.s3.secret-key", store.secretKey())
                .set("sink.sftp.host", "127.0.0.1").set("sink.sftp.port", sftp.port())
                .set("sink.sftp.directory", "in").set("sink.sftp.username", sftp.user())
                .set("sink.sftp.password", "file:" + Files.writeString(home.resolve("password"), SECRET + "\n"))
                .set("sink.sftp.known-hosts", Files.writeString(home.resolve("known_hosts"), sftp.knownHost()))
                .set("sink.http.url", web.address()).set("sink.http.token", web.token())
                .set("sink.azure.endpoint", blobs.endpoint()).set("sink.azure.account", blobs.account())
                .set("sink.azure.container", blobs.container()).set("sink.azure.account-key", blobs.key())
                .set("sink.kafka.brokers", kafka.address()).set("sink.kafka.topic", TOPIC)
                .set("sink.mail.host", "127.0.0.1").set("sink.mail.port", mail.getSmtp().getPort())
                .set("sink.mail.username", "exporter").set("sink.mail.password", SECRET)
                .set("sink.mail.from", "sei@example.com").set("sink.mail.to", "one@example.com")
                .set("sink.mail.starttls", "false")
                .set("sink.parquet.directory", home.resolve("lake"))
                .set("sink.postgres.url", database).set("sink.postgres.username", Postgres.user())
                .set("sink.postgres.password", SECRET);
    }

    @Test
    void what_is_exported_lands_in_all_of_them_and_replaces_what_was_there_where_the_sink_promises_it()
            throws Exception {
        server("Team,Points\nA,1\nB,2\n");
        var once = program.run(installation, "once", "--as-of", NOW);

        assertThat(once.output()).as(once.errors()).endsWith("1 delivered, 0 failed.\n");
        holds("Team,Points\nA,1\nB,2\n", "A|1", "B|2");
        assertThat(records()).containsExactly("{\"Team\":\"A\",\"Points\":\"1\"}", "{\"Team\":\"B\",\"Points\":\"2\"}");
        assertThat(mails()).containsExactly("Team,Points\nA,1\nB,2\n");
        saysNoSecretAndNoJarThatIsNotUsed(once);

        server("Team,Points\nA,3\n");
        var again = program.run(installation, "backfill", "--from", "2026-03-01", "--to", "2026-03-31", "--force");

        assertThat(again.output()).as(again.errors()).endsWith("1 delivered, 0 failed.\n");
        holds("Team,Points\nA,3\n", "A|3");
        assertThat(records()).hasSize(3).endsWith("{\"Team\":\"A\",\"Points\":\"3\"}");
        assertThat(mails()).containsExactly("Team,Points\nA,1\nB,2\n", "Team,Points\nA,3\n");
    }

    @Test
    void check_tries_all_of_them_and_takes_its_file_away_again_where_the_sink_can() throws Exception {
        var check = program.run(installation, "check");

        assertThat(check.code()).as(check.output()).isZero();
        assertThat(check.output().lines().filter(line -> line.contains(" sink "))).containsExactlyElementsOf(
                SINKS.stream().map(sink -> "ok    sink direct:sink-" + sink).toList());
        assertThat(Stream.of(files(web.root()), blobs.names(), store.keys(), files(home.resolve("lake")),
                rows(database, "select sei_domain from sei_manifest")).flatMap(List::stream))
                .noneMatch(name -> name.contains(TRIAL));
        assertThat(files(sftp.root())).filteredOn(name -> name.startsWith("in/" + TRIAL)).hasSize(2);
        assertThat(mail.getReceivedMessages()).extracting(MimeMessage::getSubject)
                .anyMatch(subject -> subject.contains(TRIAL));
        assertThat(kafka.records(TOPIC)).filteredOn(record -> record.headers().lastHeader("sei-trial") != null)
                .hasSize(2);
        saysNoSecretAndNoJarThatIsNotUsed(check);
    }

    @Test
    void a_sink_is_used_twice_with_settings_of_its_own() throws Exception {
        var twice = Installation.in(Files.createDirectory(home.resolve("twice"))).exportingFrom(sandbox.address())
                .only("ba", "team:7").set("export.ba.sinks", "direct:sink-file,direct:sink-archive")
                .set("sink.archive.like", "file").set("sink.archive.directory", home.resolve("archive"));

        var once = twice.run("once", "--as-of", NOW);

        assertThat(once.code()).as(once.errors()).isZero();
        assertThat(files(home.resolve("archive"))).containsExactly(NAME + ".csv", NAME + ".manifest.json");
    }

    /** The next file of the server. */
    private static void server(String csv) {
        sandbox.faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
    }

    /** Once, with its manifest, in each sink that replaces. */
    private static void holds(String csv, String... rows) throws Exception {
        assertThat(own(files(sftp.root()))).containsExactly("in/" + NAME + ".csv", "in/" + NAME + ".manifest.json");
        assertThat(sftp.root().resolve("in/" + NAME + ".csv")).hasContent(csv);
        assertThat(own(files(web.root()))).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(web.root().resolve(NAME + ".csv")).hasContent(csv);
        assertThat(own(blobs.names())).containsExactly(NAME + ".csv", NAME + ".manifest.json");
        assertThat(blobs.blob(NAME + ".csv")).asString().isEqualTo(csv);
        assertThat(own(store.keys())).containsExactly("metrics/sei/" + NAME + ".csv", "metrics/sei/" + NAME
                + ".manifest.json");
        assertThat(store.object("metrics/sei/" + NAME + ".csv")).asString().isEqualTo(csv);
        assertThat(own(files(home.resolve("lake")))).containsExactly("_manifests/" + NAME + ".json", NAME + ".parquet");
        assertThat(rows("jdbc:duckdb:", "select team || '|' || points from read_parquet('" + home.resolve("lake")
                + "/ba/**/*.parquet') order by 1")).containsExactly(rows);
        assertThat(rows(database, "select team || '|' || points from sei_ba order by 1")).containsExactly(rows);
        assertThat(rows(database, "select row_count::text from sei_manifest"))
                .containsExactly(Integer.toString(rows.length));
    }

    /** Those of rows, without manifests. */
    private static List<String> records() {
        return kafka.records(TOPIC).stream().filter(record -> record.headers().lastHeader("sei-trial") == null)
                .filter(record -> "row".equals(new String(record.headers().lastHeader("sei-part").value(), UTF_8)))
                .map(record -> new String(record.value(), UTF_8)).toList();
    }

    /** The files that were attached. */
    private static List<String> mails() throws Exception {
        var files = new ArrayList<String>();
        for (var message : mail.getReceivedMessages()) {
            if (!message.getSubject().contains(TRIAL)) {
                try (var in = ((MimeMultipart) message.getContent()).getBodyPart(1).getInputStream()) {
                    files.add(new String(in.readAllBytes(), UTF_8));
                }
            }
        }
        return files;
    }

    private static void saysNoSecretAndNoJarThatIsNotUsed(Ended ended) {
        assertThat(ended.output() + ended.errors()).doesNotContain(SECRET, web.token(), blobs.key(), store.secretKey(),
                "not used, because");
    }

    private static List<String> rows(String url, String query) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(url);
                var found = connection.createStatement().executeQuery(query)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    /** Those that are not of a trial. */
    private static List<String> own(List<String> names) {
        return names.stream().filter(name -> !name.contains(TRIAL)).toList();
    }

    private static List<String> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }
}
