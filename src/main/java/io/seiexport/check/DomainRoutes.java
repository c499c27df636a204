package io.seiexport.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.plan.Domain;

/** Tells whether each domain that is declared has its route, and each clock of an export its domain. */
record DomainRoutes(List<RouteParts> here, Map<String, Domain> domains) {
    private static final String SHELF = "exports";
    private static final String PLAN = "direct:export-plan";

    /** The domains by the names of their beans. */
    DomainRoutes {
        domains = new TreeMap<>(domains);
    }

    private List<RouteParts> clocks() {
        return here.stream().filter(RouteParts::hasClock).toList();
    }

    /** One sentence for each domain without a route, and each route without a domain. */
    List<String> findings() {
        var findings = new ArrayList<String>();
        clocks().forEach(clock -> findings.addAll(ofClock(clock)));
        domains.forEach((bean, domain) -> findings.addAll(ofDomain(bean, domain)));
        return findings;
    }

    /** One sentence for each domain that lacks what makes it one, whatever the routes are. */
    List<String> ofParts() {
        return domains.entrySet().stream().filter(bean -> !bean.getValue().isWhole())
                .flatMap(bean -> ofDomain(bean.getKey(), bean.getValue()).stream()).toList();
    }

    private List<String> ofClock(RouteParts clock) {
        var given = domains.entrySet().stream().filter(bean -> clock.names(Kind.OBJECT).contains(bean.getKey()))
                .map(Map.Entry::getValue).toList();
        if (given.size() != 1) {
            return given.isEmpty() && !isForExports(clock) ? List.of() : List.of(clock.file() + ": "
                    + name(clock) + " gives " + (given.isEmpty() ? "no domain" : given.size() + " domains")
                    + "; declare one among the beans of this file, and let the route set the body to it by "
                    + "${ref:<name of the bean>}");
        }
        var domain = given.get(0);
        return domain.name().isBlank() || clock.id().equals(domain.route()) ? List.of() : List.of(clock.file() + ": "
                + name(clock) + " gives the domain " + domain.name() + ", whose route is called " + domain.route());
    }

    private static boolean isForExports(RouteParts clock) {
        return clock.shelf().equals(SHELF) || clock.asked().stream().anyMatch(part -> part.name().equals(PLAN));
    }

    private static String name(RouteParts clock) {
        return clock.id().isEmpty() ? "a route without an id" : "the route " + clock.id();
    }

    private List<String> ofDomain(String bean, Domain domain) {
        var lacking = lacking(domain);
        if (!lacking.isEmpty()) {
            return List.of(file(bean) + "the bean " + bean + " declares a domain without its "
                    + String.join(" and ", lacking));
        }
        if (!domain.isAskedInOneWay()) {
            return List.of(file(bean) + "the bean " + bean + (domain.paths().isBlank()
                    ? " declares the report '" + domain.report() + "'; a report is a method and a path, such as POST "
                    + "/v2/insights/teams/reports?format=csv"
                    : domain.report().isBlank() ? " declares a snapshot that has paths; a snapshot is the answer to "
                    + "one call, which the property report names"
                    : " declares both paths and a report; paths are for a domain whose files are made in jobs, and a "
                    + "report is for one whose call is answered by the file itself"));
        }
        return clocks().stream().anyMatch(clock -> clock.names(Kind.OBJECT).contains(bean)) ? List.of()
                : List.of(file(bean) + "the bean " + bean + " declares the domain " + domain.name() + ", and no route "
                        + "gives it; " + domain.route() + " has to start from quartz and to set the body to ${ref:"
                        + bean + "}");
    }

    private static List<String> lacking(Domain domain) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("name", domain.name());
        properties.put("paths", domain.paths() + domain.report());
        properties.put("request", domain.request());
        properties.values().removeIf(value -> !value.isBlank());
        return List.copyOf(properties.keySet());
    }

    private String file(String bean) {
        return declaring(bean).map(entry -> entry.file() + ": ").findFirst().orElse("");
    }

    private Stream<RouteParts> declaring(String bean) {
        return here.stream().filter(entry -> entry.names(Kind.OWN_BEAN).contains(bean));
    }
}
