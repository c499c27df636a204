package io.seiexport.check;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;

/** Asks the components which options their endpoints have: Camel itself looks when it opens one, often hours later. */
record EndpointOptions(CamelContext context) {
    /** What is only known at work, from the inside to the outside; and what may hold any sign. */
    private static final Pattern FILLED_IN = Pattern.compile("\\$(?:simple)?\\{[^{}]*}|\\{\\{[^{}]*}}");
    private static final Pattern RAW = Pattern.compile("(?s)RAW(\\(.*?\\)|\\{.*?})(?=&|$)");
    private static final String UNKNOWN = "*";

    /** The names of the options that an address has, but for those that are only known at work. */
    static List<String> in(String address) {
        if (address.indexOf('?') < 0) {
            return List.of();
        }
        var known = RAW.matcher(address).replaceAll("");
        for (var filled = FILLED_IN.matcher(known); filled.find(); filled = FILLED_IN.matcher(known)) {
            known = filled.replaceAll(UNKNOWN);
        }
        return Stream.of(known.replaceFirst("(?s)^[^?]*\\??", "").split("&"))
                .map(option -> option.replaceFirst("(?s)=.*", ""))
                .filter(name -> !name.isBlank() && !name.contains(UNKNOWN)).distinct().toList();
    }

    /** Why an option cannot be, or nothing; of a component that takes any, or is not there, nothing is known. */
    Optional<String> finding(String scheme, String option) {
        return Optional.ofNullable(context.getCamelContextExtension().getEndpointUriFactory(scheme))
                .filter(component -> !component.isLenientProperties() && !has(component, option))
                .map(component -> "the component " + scheme + " has no option " + option
                        + new Nearest(component.propertyNames()).suggestion(option, "%s"));
    }

    private static boolean has(EndpointUriFactory component, String option) {
        return component.propertyNames().stream().anyMatch(name -> isSame(name, option))
                || component.multiValuePrefixes().values().stream().anyMatch(option::startsWith);
    }

    /** Camel takes auto-create for autoCreate, and heeds no letter case. */
    static boolean isSame(String option, String other) {
        return option.replace("-", "").equalsIgnoreCase(other.replace("-", ""));
    }
}
