package io.seiexport.check;

import java.util.List;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Use;

/** Finds options that the component of a step does not know: with a dynamic address Camel would find them at work. */
record StepOptions(List<RouteParts> here, EndpointOptions options) {

    /** One sentence for each. */
    List<String> findings() {
        return here.stream().flatMap(route -> route.uses(Kind.OPTION).flatMap(use -> finding(route, use))).toList();
    }

    private Stream<String> finding(RouteParts route, Use use) {
        return options.finding(use.part().method(), use.name())
                .map(finding -> route.place(use) + " cannot be: " + finding).stream();
    }
}
