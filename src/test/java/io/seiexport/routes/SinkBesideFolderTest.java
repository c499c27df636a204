package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

import io.seiexport.failure.Failure;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.Meanwhile;
import io.seiexport.support.RouteFolder;

/** Puts one sink of the catalogue beside the routes, unchanged, and delivers to it. */
abstract class SinkBesideFolderTest extends RouteTest {
    protected static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final Path CATALOGUE = Path.of("src/docs/sinks");

    private final String sink;
    private final Meanwhile meanwhile = new Meanwhile();
    private RouteFolder routes;

    /** Of the file {@code sink-<name>.camel.yaml}. */
    SinkBesideFolderTest(String sink) {
        this.sink = sink;
    }

    @BeforeEach
    final void addTheSink() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        routes.write("sinks", "sink-" + sink,
                Files.readString(CATALOGUE.resolve("sink-" + sink + RouteFile.SUFFIX)));
    }

    @Override
    protected final Map<String, Object> beans() {
        return Map.of("meanwhile", meanwhile);
    }

    /** What lets this sink reach its server. */
    protected abstract Map<String, String> settingsOfSink();

    /** This sink and the folder are the sinks of one domain. */
    protected final Map<String, String> settings(Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "camel.main.routes-include-pattern", routes.pattern(),
                "export.ba.scopes", "team:101",
                "export.ba.sinks", "direct:sink-file,direct:sink-" + sink));
        settings.putAll(settingsOfSink());
        settings.putAll(more);
        return settings;
    }

    /** The file of the sink is there, but nothing names it. */
    protected final Map<String, String> settingsWithoutSink() {
        return Map.of("camel.main.routes-include-pattern", routes.pattern(), "export.ba.scopes", "team:101");
    }

    protected final void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    /** Exports a file of this text. */
    protected final void export(String csv) throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        export();
    }

    protected final Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    /** Exports while another node takes the window after this step; returns what was counted right then. */
    protected final int countWhenTakenAfter(String step, Callable<Integer> count) throws Exception {
        var counted = new CompletableFuture<Integer>();
        meanwhile.after(step, () -> {
            changeLedger("update sei_window set lease_no = lease_no + 1, lease_node = 'another'");
            return counted.complete(count.call());
        });
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", "a,b\n3,4\n".getBytes(UTF_8)));
        ring("ba");
        Awaitility.await().untilAsserted(() -> assertThat(ends.lost()).containsExactly("ba"));
        return counted.getNow(-1);
    }

    /** What the folder got, which every sink has to get. */
    protected final byte[] csv() throws IOException {
        return Files.readAllBytes(data().resolve(NAME + ".csv"));
    }

    protected final JsonNode manifest() throws IOException {
        return undated(Files.readAllBytes(data().resolve(NAME + ".manifest.json")));
    }

    /** A manifest without its moment of delivery, which is another one at each sink. */
    protected static JsonNode undated(byte[] manifest) throws IOException {
        var json = (ObjectNode) new ObjectMapper().readTree(manifest);
        assertThat(json.remove("deliveredAt")).isNotNull();
        return json;
    }

    /** Why the ledger holds this sink back; null if it does not. */
    protected final String heldBecause() throws Exception {
        return inLedger("select sentence from sei_hold where what like '%sink-" + sink + "%'");
    }

    /** Calls another route of the sink with what the last export has left, as the program would. */
    protected final Object ask(String route) throws Exception {
        var exchange = new DefaultExchange(context());
        var exported = ends.delivered().entrySet().iterator().next();
        exchange.setVariable("export", exported.getKey());
        exchange.setVariable("staged", exported.getValue());
        return body(context().createProducerTemplate().send("direct:" + route, exchange));
    }

    /** Delivers what the last export has brought once more, as a trial. */
    protected final void tryOut() throws Exception {
        var exchange = new DefaultExchange(context());
        var exported = ends.delivered().entrySet().iterator().next();
        exchange.setVariable("export", exported.getKey());
        exchange.setVariable("staged", exported.getValue());
        exchange.setVariable("job", ends.jobs().get(exported.getKey()));
        exchange.setVariable("trial", true);
        exchange.getMessage().setBody(data().resolve(NAME + ".csv").toFile());
        body(context().createProducerTemplate().send("direct:sink-" + sink, exchange));
    }

    private static Object body(Exchange answered) throws Exception {
        if (answered.getException() != null) {
            throw answered.getException();
        }
        return answered.getMessage().getBody();
    }
}
