package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;

import io.seiexport.check.Check;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Domains;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.support.RouteFolder;

/** One file of the catalogue of sinks, copied unchanged beside the routes, as a user does. */
abstract class CatalogueSinkTest extends RouteTest {
    static final Path CATALOGUE = Path.of("src/docs/sinks");
    static final String NAME = "ba/team-101/weekly/2026-04-01_2026-04-30";

    private final String sink;
    private RouteFolder routes;

    CatalogueSinkTest(String sink) {
        this.sink = sink;
    }

    @BeforeEach
    final void copyTheFile() throws Exception {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        routes.write("sinks", sink, Files.readString(CATALOGUE.resolve(sink + ".camel.yaml")));
    }

    /** What a user sets for this sink. */
    abstract Map<String, String> ownSettings() throws Exception;

    /** Starts with one export, whose only sink is this one, and with more settings; a null takes one away. */
    final void startWith(String... more) throws Exception {
        start(settings(more));
    }

    /** The same after a stop. */
    final void startAgainWith(String... more) throws Exception {
        startAgain(settings(more));
    }

    private Map<String, String> settings(String... more) throws Exception {
        var settings = new HashMap<>(Map.of(
                "camel.main.routes-include-pattern", routes.pattern(),
                "export.ba.scopes", "team:101",
                "export.ba.sinks", "direct:" + sink));
        settings.putAll(ownSettings());
        for (var i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        settings.values().removeIf(Objects::isNull);
        return settings;
    }

    final void deliver(String csv) throws Exception {
        offer(csv);
        assertThat(ends.await().failed()).isEmpty();
    }

    final Failure refused(String csv) throws Exception {
        offer(csv);
        return ends.await().failed().values().iterator().next();
    }

    private void offer(String csv) throws Exception {
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        ring("ba");
    }

    /** What a tick does with this content where the window settles; tells whether the sink was given it. */
    final boolean settled(String csv) throws Exception {
        var before = ends.unchanged().size();
        sandbox().faults().next(Call.DOWNLOAD, Fault.body("text/csv", csv.getBytes(UTF_8)));
        tick("ba", NOW);
        assertThat(ends.await().failed()).isEmpty();
        return ends.unchanged().size() == before;
    }

    /** Delivers what a check delivers. */
    final List<String> check() {
        var check = context().getRegistry().findSingleByType(Check.class);
        var domains = context().getRegistry().findSingleByType(Domains.class);
        return check.findings(List.of(domains.all().get(0))).stream().map(Object::toString)
                .filter(finding -> finding.contains(" sink ")).toList();
    }
}
