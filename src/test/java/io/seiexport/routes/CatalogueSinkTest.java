package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.seiexport.check.Check;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Domains;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.Meanwhile;

/** One file of the catalogue of sinks, copied unchanged beside the routes, as a user does. */
abstract class CatalogueSinkTest extends RouteTest {
    static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";
    private static final Path CATALOGUE = Path.of("src/docs/sinks");
    private static final String SCOPES = "export.ba.scopes";
    private static final String SINKS = "export.ba.sinks";

    final Meanwhile meanwhile = new Meanwhile();
    private final String sink;

    CatalogueSinkTest(String sink) {
        this.sink = sink;
    }

    @BeforeEach
    final void copyTheFile() throws IOException {
        routes().write("sinks", sink, Files.readString(CATALOGUE.resolve(sink + RouteFile.SUFFIX)));
    }

    @Override
    protected final Map<String, Object> beans() {
        return Map.of("meanwhile", meanwhile);
    }

    /** What a user sets for this sink. */
    abstract Map<String, String> ownSettings() throws Exception;

    /** Starts with one export, whose only sink is this one, and with more settings; a null takes one away. */
    final void startWith(String... more) throws Exception {
        start(settings(more));
    }

    /** The same with the folder as a sink beside this one. */
    final void startBesideFolderWith(String... more) throws Exception {
        var settings = settings(more);
        settings.put(SINKS, "direct:sink-file,direct:" + sink);
        start(settings);
    }

    /** The same as at first after a stop. */
    final void startAgainWith(String... more) throws Exception {
        startAgain(settings(more));
    }

    private Map<String, String> settings(String... more) throws Exception {
        var settings = new HashMap<>(Map.of(SCOPES, "team:101", SINKS, "direct:" + sink));
        settings.putAll(ownSettings());
        for (var i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        settings.values().removeIf(Objects::isNull);
        return settings;
    }

    @Test
    void without_its_settings_the_sink_does_not_stand_in_the_way() throws Exception {
        start(Map.of(SCOPES, "team:101"));

        deliver();

        assertThat(filesIn(data())).hasSize(2);
    }

    /** Delivers what the server makes. */
    final void deliver() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    final void deliver(String csv) throws Exception {
        serve(csv);
        deliver();
    }

    final Failure refused() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }

    final Failure refused(String csv) throws Exception {
        serve(csv);
        return refused();
    }

    private void serve(String csv) {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
    }

    /** What a tick does with this content where the window settles; tells whether the sink was given it. */
    final boolean settled(String csv) throws Exception {
        var before = ends.unchanged().size();
        serve(csv);
        tick("ba", NOW);
        assertThat(ends.await().failed()).isEmpty();
        return ends.unchanged().size() == before;
    }

    /** Delivers while another node takes the window after this step; returns what was counted right then. */
    final int countWhenTakenAfter(String step, Callable<Integer> count) throws Exception {
        var counted = new CompletableFuture<Integer>();
        meanwhile.after(step, () -> {
            changeLedger("update sei_window set lease_no = lease_no + 1, lease_node = 'another'");
            return counted.complete(count.call());
        });
        serve("a,b\n3,4\n");
        ring("ba");
        Awaitility.await().untilAsserted(() -> assertThat(ends.lost()).containsExactly("ba"));
        return counted.getNow(-1);
    }

    /** What the folder got, which every sink has to get. */
    final byte[] csv() throws IOException {
        return Files.readAllBytes(data().resolve(NAME + ".csv"));
    }

    final JsonNode manifest() throws IOException {
        return undated(Files.readAllBytes(data().resolve(NAME + ".manifest.json")));
    }

    /** A manifest without its moment of delivery, which is another one at each sink. */
    static JsonNode undated(byte[] manifest) throws IOException {
        var json = (ObjectNode) new ObjectMapper().readTree(manifest);
        assertThat(json.remove("deliveredAt")).isNotNull();
        return json;
    }

    /** Why the ledger holds this sink back; null if it does not. */
    final String heldBecause() throws Exception {
        return inLedger("select sentence from sei_hold where what like '%" + sink + "%'");
    }

    /** Delivers what a check delivers. */
    final List<String> check() {
        var check = context().getRegistry().findSingleByType(Check.class);
        var domains = context().getRegistry().findSingleByType(Domains.class);
        return check.findings(List.of(domains.all().get(0))).stream().map(Object::toString)
                .filter(finding -> finding.contains(" sink ")).toList();
    }

    /** Calls another route of the sink with what the last export has left, as the program would. */
    final Object ask(String route) throws Exception {
        var answered = context().createProducerTemplate().send("direct:" + route, lastExport());
        if (answered.getException() != null) {
            throw answered.getException();
        }
        return answered.getMessage().getBody();
    }

    private Exchange lastExport() {
        var exchange = new DefaultExchange(context());
        var exported = ends.delivered().entrySet().iterator().next();
        exchange.setVariable("export", exported.getKey());
        exchange.setVariable("staged", exported.getValue());
        return exchange;
    }
}
