package io.seiexport.check;

import java.util.List;
import java.util.function.Predicate;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Use;

/**
 * Finds the settings that a route names without a default and that nobody has set: Camel ends at the first of them.
 * What has a precondition may do without, since Camel leaves it out.
 */
record UnsetKeys(List<RouteParts> here, Predicate<String> isSet, Predicate<String> holds) {

    /** One sentence for each, but for those that were said already. */
    List<String> findings(List<String> said) {
        return here.stream().filter(route -> route.uses(Kind.CONDITION).map(Use::name).allMatch(holds))
                .flatMap(route -> route.uses(Kind.SETTING)
                        .filter(use -> !isSet.test(use.name()) && !said.contains(use.name()))
                        .map(use -> use.name() + " is not set: " + route.place(use) + " needs it; put it into "
                                + "application.properties, or give it a default by {{" + use.name() + ":...}}"))
                .distinct().toList();
    }
}
