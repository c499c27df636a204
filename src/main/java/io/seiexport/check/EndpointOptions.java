package io.seiexport.check;

import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;

/** Asks the components which options their endpoints have: Camel itself looks when it opens one, often hours later. */
record EndpointOptions(CamelContext context) {

    /** Why an option cannot be, or nothing; of a component that takes any, or is not there, nothing is known. */
    Optional<String> finding(String scheme, String option) {
        return Optional.ofNullable(context.getCamelContextExtension().getEndpointUriFactory(scheme))
                .filter(component -> !component.isLenientProperties() && !has(component, option))
                .map(component -> "the component " + scheme + " has no option " + option
                        + new Nearest(component.propertyNames()).suggestion(option, "%s"));
    }

    private static boolean has(EndpointUriFactory component, String option) {
        return component.propertyNames().contains(option)
                || component.multiValuePrefixes().values().stream().anyMatch(option::startsWith);
    }
}
