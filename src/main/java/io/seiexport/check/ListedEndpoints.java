package io.seiexport.check;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.settings.SettingException;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/**
 * Tells whether each endpoint that a setting lists can be opened: its component is there and knows its options, and one
 * of this program has its route.
 */
final class ListedEndpoints {
    /** Where the artifact has another name than the scheme. */
    private static final Map<String, String> ARTIFACTS = Map.of("sftp", "ftp", "ftps", "ftp", "smtp", "mail", "smtps",
            "mail", "imap", "mail", "imaps", "mail", "pop3", "mail", "pop3s", "mail", "scp", "jsch", "https", "http");

    private final CamelContext context;
    private final List<RouteParts> here;
    private final Starts starts;

    ListedEndpoints(CamelContext context, List<RouteParts> here, Starts starts) {
        this.context = context;
        this.here = here;
        this.starts = starts;
    }

    /** One sentence for each endpoint of the setting that cannot be used, and for each of its options. */
    List<String> findings(String key, List<String> endpoints) {
        return endpoints.stream().flatMap(endpoint -> findings(key, endpoint)).map(Throwable::getMessage).toList();
    }

    private Stream<SettingException> findings(String key, String endpoint) {
        if (!endpoint.contains(":")) {
            var shown = endpoint.replaceFirst("(?s)[/?@].*", "/...");
            return Stream.of(new SettingException(key, shown, "a sink is a Camel endpoint, for example direct:"
                    + shown));
        }
        var scheme = scheme(endpoint);
        if (isMissing(scheme)) {
            return Stream.of(new SettingException(key, scheme + ":...", "this program has no Camel component of this "
                    + "name; " + artifact(scheme)));
        }
        var missing = scheme.matches("direct|seda") && starts.route(endpoint).isEmpty()
                ? Stream.of(new SettingException(key, endpoint, "no route in routes/ has this name"
                        + Calls.nearest(starts.endpoints(), Starts.plain(endpoint))))
                : Stream.<SettingException>empty();
        return Stream.of(missing, components(key, endpoint), options(key, endpoint)).flatMap(found -> found);
    }

    /** Those that the file of a route needs: without one of them the route could not be made. */
    private Stream<SettingException> components(String key, String endpoint) {
        var files = starts.route(endpoint).map(RouteDefinition::getResource).stream()
                .map(file -> RouteFile.path(file.getLocation())).toList();
        return here.stream().filter(route -> files.contains(route.file())).flatMap(route -> route.uses(Kind.OPTION))
                .map(option -> option.part().method()).distinct().filter(this::isMissing)
                .map(scheme -> new SettingException(key, endpoint, files.get(0) + " uses the component " + scheme
                        + ", which this program does not have; " + artifact(scheme)));
    }

    /** To make it would already look for what it connects with. */
    private boolean isMissing(String scheme) {
        try {
            return context.hasComponent(scheme) == null && context.getRegistry().lookupByName(scheme) == null
                    && PluginHelper.getComponentResolver(context).resolveComponent(scheme, context) == null;
        } catch (Exception e) {
            return true;
        }
    }

    private static String artifact(String scheme) {
        return "usually the Maven artifact org.apache.camel:camel-" + ARTIFACTS.getOrDefault(scheme, scheme)
                + " brings it, and goes into the folder plugins/ beside sei-export.jar, with what it needs";
    }

    private Stream<SettingException> options(String key, String endpoint) {
        var scheme = scheme(endpoint);
        return EndpointOptions.in(endpoint).stream()
                .flatMap(option -> new EndpointOptions(context).finding(scheme, option).stream())
                .map(finding -> new SettingException(key, scheme + ":...", finding));
    }

    static String scheme(String endpoint) {
        return endpoint.substring(0, endpoint.indexOf(':'));
    }
}
