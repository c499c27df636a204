package io.seiexport.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/** Tells a mistyped setting of whose ledger is read, and where it is: another one would be read without a word. */
public record LedgerKeys(CamelContext context, Settings settings) {
    private static final Pattern OURS = Pattern.compile("ledger\\..+|sei\\.[^.]+");

    /** One sentence for each key that nobody knows. */
    public List<String> findings() {
        var manual = Settings.manual().stringPropertyNames();
        var others = Settings.given(context).stream()
                .filter(key -> OURS.matcher(key).matches() && !manual.contains(key)).toList();
        if (others.isEmpty()) {
            return List.of();
        }
        var known = known(manual);
        return others.stream().filter(key -> !known.contains(key))
                .map(key -> key + " is not a setting; did you mean " + new Nearest(known).to(key) + "?").toList();
    }

    /** With what routes, and other settings, name. */
    private Set<String> known(Set<String> manual) {
        var known = new TreeSet<>(manual);
        var values = context.getPropertiesComponent().loadProperties().values().stream().map(String::valueOf);
        Stream.concat(RouteFile.resources(context, settings.text(RouteFile.PATTERN)).map(RouteFile::text), values)
                .flatMap(RouteFile::settings).forEach(known::add);
        return known;
    }
}
