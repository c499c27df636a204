package io.seiexport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.JavaProgram;
import io.seiexport.support.S3Server;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The API key and the S3 secret appear in nothing that the program writes, whatever goes well or wrong. */
@Execution(ExecutionMode.CONCURRENT)
class SecretsIT {
    private static final String KEY = "pat.Z8x7/Quite=Secret+Key.1u2v3w";
    private static final String S3_SECRET = "wJalr/Other+Secret=Key.9t8s7r";

    @WarmFolder
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).set("sei.api-key", "")
                .only("ba", "team:1,team:2,team:3").set("retry.max-attempts", 1);
        loud(installation);
    }

    /**
     * How much is logged, and in which form: at the finest level that the settings know all that the others write, too.
     */
    void loud(Installation installed) throws IOException {
        installed.set("log.level", "DEBUG");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** What is in the log only when it is as loud as that. */
    String loudest() {
        return " DEBUG ";
    }

    /** Runs a command to its end, with these settings beside the secrets. */
    final Installation.Ended run(String command, String... settings) throws IOException {
        return installation.run(Stream.of(List.of("-Dsei.api-key=" + KEY, "-Dsink.s3.secret-key=" + S3_SECRET),
                properties(), List.of(settings), List.of(command)).flatMap(List::stream).toArray(String[]::new));
    }

    /** What Java is called with. */
    List<String> properties() {
        return List.of();
    }

    /** Neither as they are, nor as they look in an address or in a header. */
    private static void noSecretIn(String what, String text) {
        for (var secret : new String[] {KEY, S3_SECRET}) {
            assertThat(text).as(what).doesNotContain(secret, URLEncoder.encode(secret, UTF_8),
                    Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
        }
    }

    /** Nor in the log, which has been as loud as it should be. */
    final void noSecretIn(Installation.Ended ended) throws IOException {
        assertThat(ended.errors()).contains(loudest());
        noSecretInRefusal(ended);
    }

    /** What has not begun logs nothing. */
    private void noSecretInRefusal(Installation.Ended ended) throws IOException {
        noSecretIn("standard output", ended.output());
        noSecretIn("standard error", ended.errors());
        noSecretInTheFolder();
    }

    private void noSecretInTheFolder() throws IOException {
        var files = installation.files("");
        assertThat(files).isNotEmpty();
        for (var file : files) {
            noSecretIn(file, file + Files.readString(installation.path(file), ISO_8859_1));
        }
    }

    @Test
    void not_when_a_server_repeats_the_key_in_its_errors() throws Exception {
        sandbox.faults().next(Call.CREATE, Fault.echoingKey(401).forTeam("1")).forEver();
        sandbox.faults().next(Call.STATUS, Fault.echoingKey(500).forTeam("2")).forEver();
        sandbox.faults().next(Call.DOWNLOAD, Fault.echoingKey(403).forTeam("3")).forEver();

        var ended = Installation.ended(program(S3_SECRET), "once");

        assertThat(ended.output()).contains("\n0 delivered, 3 failed.")
                .contains("the server answered 401: ", "the server answered 500: ", "the server answered 403: ");
        noSecretIn(ended);
    }

    @Test
    void not_when_what_is_kept_of_a_fault_would_hold_it() throws Exception {
        sandbox.faults().next(Call.DOWNLOAD,
                Fault.body("text/html", ("<html>No file for ApiKey " + KEY).getBytes(UTF_8))
                .forTeam("1")).forEver();
        sandbox.faults().next(Call.STATUS, Fault.answer(302, "{}").forTeam("2")
                .header("Location", "https://elsewhere.example/?key=" + URLEncoder.encode(KEY, UTF_8))).forEver();
        Files.writeString(installation.path("down"), "a file where a folder should be");
        installation.set("export.ba.sinks", "direct:sink-file,file:down");

        var ended = run("once");

        assertThat(ended.output()).contains("\n0 delivered, 3 failed.");
        assertThat(installation.files("staging")).anyMatch(file -> file.contains("quarantine/"))
                .anyMatch(file -> file.matches("ba~team-3~weekly~[0-9_-]+~1\\.csv"));
        noSecretIn(ended);
    }

    @Test
    void not_when_the_key_is_tried_out() throws Exception {
        sandbox.faults().next(Call.LIST, Fault.echoingKey(401)).forEver();

        var ended = run("check");

        assertThat(ended.output()).contains("FAIL  API at").contains("the server answered 401: ");
        noSecretIn(ended);
    }

    @Test
    void not_when_the_key_itself_is_wrong() throws Exception {
        var ended = run("once", "-Dsei.api-key=" + KEY + " twice");

        assertThat(ended.errors().lines()).last().asString().startsWith("sei.api-key ");
        noSecretInRefusal(ended);
    }

    @Test
    void not_when_a_level_is_asked_for_that_nobody_knows() throws Exception {
        var ended = run("once", "-Dlog.level=TRACE");

        assertThat(ended.errors()).contains("log.level = TRACE: use ERROR, WARN, INFO or DEBUG");
        noSecretInRefusal(ended);
    }

    @Test
    void not_when_s3_refuses_the_secret(@TempDir Path s3Directory) throws Exception {
        try (var s3 = S3Server.start(s3Directory)) {
            exportingTo(s3);

            var ended = run("once");

            assertThat(ended.output()).contains("\n0 delivered, 3 failed.").contains("403");
            noSecretIn(ended);
        }
    }

    @Test
    void not_while_it_runs_and_delivers(@TempDir Path s3Directory) throws Exception {
        sandbox.faults().next(Call.CREATE, Fault.echoingKey(401).forTeam("3")).forEver();
        try (var s3 = S3Server.start(s3Directory);
                var process = running(exportingTo(s3), s3.secretKey())) {
            await().atMost(Installation.LIMIT).until(() -> observed(process, "metrics"),
                    metrics -> metrics.matches("(?s).*\nsei_exports_delivered_total\\{[^\n]*} [1-9].*")
                            && metrics.matches("(?s).*reason=\"unauthorized\"} [1-9].*"));
            var told = new ArrayList<String>();
            for (var path : List.of("health", "health/live", "health/ready", "metrics")) {
                told.add(observed(process, path));
            }
            process.signal("TERM");
            process.waitFor(Installation.LIMIT);

            assertThat(installation.files("data")).isNotEmpty();
            told.add(new String(s3.object(s3.keys().get(1)), UTF_8));
            told.add(process.output());
            told.add(process.errors());
            assertThat(told).allSatisfy(text -> {
                noSecretIn("what it told", text);
                assertThat(text).doesNotContain(s3.secretKey());
            });
            noSecretInTheFolder();
        }
    }

    private StartedProcess running(Installation installed, String s3Secret) throws IOException {
        installed.set("export.ba.cron", "*/5 * * * * ?").set("camel.management.port", 0);
        return program(s3Secret).start("run");
    }

    /** As a process of its own that finds the secrets in its environment. */
    private JavaProgram program(String s3Secret) {
        return installation.program().jvmOptions(properties().toArray(String[]::new))
                .environment("SEI_API_KEY", KEY).environment("SINK_S3_SECRET_KEY", s3Secret);
    }

    /** Such an address opens a file to whoever reads it. */
    @Test
    void not_the_signature_of_an_address_that_a_server_leads_to() throws Exception {
        var signed = "/file?X-Amz-Signature=sigAAAA1&X-Amz-Security-Token=sigAAAA2&X-Amz-Credential=sigAAAA3"
                + "&X-Goog-Signature=sigAAAA4&sig=sigAAAA5&token=sigAAAA6&whatever=sigAAAA7";
        var asked = new CopyOnWriteArrayList<String>();
        var store = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        store.createContext("/", call -> {
            asked.add(call.getRequestURI().toString());
            var file = call.getRequestURI().getPath().equals("/file") ? "a,b\n1,2\n" : "No " + call.getRequestURI();
            call.sendResponseHeaders(file.startsWith("a") ? 200 : 403, file.length());
            call.getResponseBody().write(file.getBytes(UTF_8));
            call.close();
        });
        store.start();
        try {
            var address = "http://127.0.0.1:" + store.getAddress().getPort();
            installation.set("download.allowed-hosts", "127.0.0.1");
            sandbox.faults().next(Call.DOWNLOAD, Fault.answer(302, "").header("Location", address + signed)
                    .forTeam("1"));
            sandbox.faults().next(Call.STATUS, Fault.answer(200, "{\"status\":\"COMPLETED\","
                    + "\"downloadUrl\":\"" + address + signed + "\"}").forTeam("2")).forEver();
            sandbox.faults().next(Call.DOWNLOAD, Fault.notFound().forTeam("2")).forEver();
            sandbox.faults().next(Call.DOWNLOAD, Fault.answer(302, "").header("Location", address
                    + signed.replace("/file", "/no-file")).forTeam("3"));

            var ended = run("once");

            assertThat(asked).anyMatch(uri -> uri.startsWith("/file?")).anyMatch(uri -> uri.startsWith("/no-file?"))
                    .allMatch(uri -> uri.contains("sigAAAA7"));
            assertThat(ended.output()).contains("\n2 delivered, 1 failed.").contains("the server answered 403: ");
            assertThat(ended.output() + ended.errors()).doesNotContain("sigAAAA");
            for (var file : installation.files("")) {
                assertThat(Files.readString(installation.path(file), ISO_8859_1)).as(file).doesNotContain("sigAAAA");
            }
            noSecretIn(ended);
        } finally {
            store.stop(0);
        }
    }

    private Installation exportingTo(S3Server s3) throws IOException {
        return installation.set("export.ba.sinks", "direct:sink-s3,direct:sink-file")
                .set("sink.s3.bucket", s3.bucket()).set("sink.s3.endpoint", s3.endpoint())
                .set("sink.s3.region", s3.region()).set("sink.s3.access-key", s3.accessKey());
    }

    private static String observed(StartedProcess process, String path) throws IOException, InterruptedException {
        var port = process.awaitOutput("HttpServer started on 127\\.0\\.0\\.1:(\\d+)", Installation.LIMIT).group(1);
        var address = URI.create("http://127.0.0.1:" + port + "/observe/" + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
}
