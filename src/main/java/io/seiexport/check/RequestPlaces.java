package io.seiexport.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.seiexport.plan.Domain;
import io.seiexport.settings.Settings;

/**
 * Tells whether each place in the request of a domain is filled: one whose setting nobody has written down is most
 * likely mistyped, and the field would be left out of the request without a word.
 */
final class RequestPlaces {
    private static final Pattern OF_A_DOMAIN = Pattern.compile("export\\.[^.]+\\.(.+)");
    private static final List<String> OF_THE_WINDOW = List.of("scope", "start", "end");

    private final List<RouteParts> here;
    private final Set<String> given;
    /** Those of the domains that came with the program; a copy need not set all of them. */
    private final Set<String> options;

    /** Given are the keys that are set somewhere, if only to nothing. */
    RequestPlaces(List<RouteParts> here, Set<String> given) {
        this.here = here;
        this.given = given;
        options = Settings.manual().stringPropertyNames().stream().map(OF_A_DOMAIN::matcher)
                .filter(Matcher::matches).map(key -> key.group(1)).collect(Collectors.toSet());
    }

    /** One sentence for each place of the domain that nothing fills; the keys are those of its places. */
    List<String> findings(Domain domain, Set<String> keys) {
        var prefix = domain.key("");
        return keys.stream().map(key -> key.substring(prefix.length()))
                .filter(name -> !options.contains(name) && !given.contains(prefix + name))
                .map(name -> file(domain) + "the place {" + name + "} in the request of the domain " + domain
                        + " is filled by nothing" + new Nearest(meant()).advice(name, "{%s}",
                                "put " + prefix + name + "= into application.properties, for a field of your own"))
                .toList();
    }

    private Set<String> meant() {
        var meant = new TreeSet<>(options);
        meant.addAll(OF_THE_WINDOW);
        return meant;
    }

    private String file(Domain domain) {
        return here.stream().filter(route -> route.id().equals(domain.route())).map(route -> route.file() + ": ")
                .findFirst().orElse("");
    }
}
