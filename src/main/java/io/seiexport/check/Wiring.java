package io.seiexport.check;

import java.util.ArrayList;
import java.util.List;

import io.seiexport.plan.Domain;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/** Holds all routes, also those of the users, against the rules that Camel checks late, one at a time, or never. */
final class Wiring {
    private final RouteFiles files;
    private final Starts starts;
    private final List<String> ofAnotherVersion;
    private final List<String> ofDomains;
    private final List<String> findings = new ArrayList<>();

    Wiring(CamelContext context, Settings settings, SinkCopies copies) {
        files = RouteFiles.of(context, settings.text(RouteFile.PATTERN), copies.withFiles());
        starts = new Starts(context);
        var set = new RouteSet(files);
        ofAnotherVersion = set.findings();
        ofDomains = new DomainRoutes(here(), context.getRegistry().findByTypeWithName(Domain.class)).findings();
        findings.addAll(ofAnotherVersion);
        findings.addAll(new Calls(here(), starts.endpoints(), new ProgramBeans(context), set::isOfTheEngine)
                .findings());
        findings.addAll(ofDomains);
        if (ofAnotherVersion.isEmpty()) {
            findings.addAll(ofForAll());
            findings.addAll(new UniqueIds(here()).findings());
            findings.addAll(new Variables(here()).findings());
            findings.addAll(new Triggers(here()).findings());
            findings.addAll(new SinkContract(here()).findings());
            findings.addAll(new StepOptions(here(), new EndpointOptions(context)).findings());
        }
    }

    /** Such a configuration would be that of the engine, too: its steps would stand between the program and the API. */
    private List<String> ofForAll() {
        return here().stream().filter(route -> route.kind().equals("routeConfiguration") && route.id().isEmpty()
                        && !route.isOfTheEngine())
                .map(route -> route.file() + ": a route configuration without an id would apply to all routes; give it an "
                        + "id, and name it by routeConfigurationId in your routes").toList();
    }

    List<RouteParts> here() {
        return files.here();
    }

    Starts starts() {
        return starts;
    }

    /** One sentence for each breach. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    /** If not, what the routes name among the settings says nothing about these. */
    boolean goesWithThisProgram() {
        return ofAnotherVersion.isEmpty();
    }

    /** If not, a setting that nobody knows may be one of a domain that is not declared as it should be. */
    boolean declaresItsDomains() {
        return ofDomains.isEmpty();
    }
}
