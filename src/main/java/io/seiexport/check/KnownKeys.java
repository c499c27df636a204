package io.seiexport.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.delivery.SinkSettings;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Project;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.util.IOHelper;

/**
 * Tells a mistyped setting from a real one, which the packaged manual has, or which a route, such as a new sink, or
 * another setting, such as that of a bean, names.
 */
record KnownKeys(CamelContext context, List<String> files, Variants variants) {
    private static final Pattern OURS = Pattern.compile(
            "(sei|export|poll|retry|download|staging|quarantine|ledger|report|sink|transform|notify|log)\\..+|schema-.+"
                    + "|ragged.*|empty-.+");
    private static final Pattern OF_LEDGER = Pattern.compile("(ledger|sei|export)\\..+");
    private static final Pattern OF_EXPORTS = Pattern.compile("(sei\\.[^.]+\\.)?export\\..+");
    private static final Pattern OF_A_PROJECT = Pattern.compile("sei\\.([^.]+)\\..+");
    private static final Pattern OF_A_SINK = Pattern.compile("((?:sink|notify)\\.([\\w-]+))\\..+");

    /** One sentence for each key that nobody knows. */
    List<String> findings(SinkCopies copies, SinkKeys ofSinks) {
        var known = known();
        ofSinks.keys().forEach(known::add);
        copies.names().forEach(name -> known.addAll(ofCopy(copies, name, known)));
        return Stream.concat(
                wrong(known, key -> OURS.matcher(key).matches() && !isOfARefusedCopy(copies, key)),
                environment(known, name -> true, "SINK_FILE_", "SINK_S3_")).toList();
    }

    /** The same of what tells which ledger it is, and, where the domains are known, of what their exports ask for. */
    List<String> ofLedger(boolean ofExports) {
        var known = known();
        return Stream.concat(
                wrong(known, key -> OF_LEDGER.matcher(key).matches()
                        && (ofExports || !OF_EXPORTS.matcher(key).matches())),
                environment(known, name -> ofExports || !name.contains("_EXPORT_"))).toList();
    }

    private Stream<String> wrong(Set<String> known, Predicate<String> isMeant) {
        return Settings.given(context).stream()
                .filter(key -> isMeant.test(key) && !known.contains(key) && !isOfAnother(key))
                .map(key -> key + " is not a setting" + variants.about(key).map(about -> ": " + about)
                        .orElseGet(() -> advice(key, known)));
    }

    /** Nobody knows which settings it would have. */
    private static boolean isOfARefusedCopy(SinkCopies copies, String key) {
        var sink = OF_A_SINK.matcher(key);
        return key.startsWith("sink.") && sink.matches() && copies.isRefused(sink.group(2));
    }

    /** Only the project itself knows which variants and fields it has. */
    private boolean isOfAnother(String key) {
        var project = OF_A_PROJECT.matcher(key);
        return project.matches() && others().anyMatch(other -> other.name().equals(project.group(1)));
    }

    /** Of a sink that has no other setting either the file is missing, or has a name that is not read. */
    private String advice(String key, Set<String> known) {
        var project = OF_A_PROJECT.matcher(key);
        if (project.matches() && !projects().contains(new Project(project.group(1)))) {
            return ": " + Project.LIST + " does not name " + project.group(1);
        }
        var sink = OF_A_SINK.matcher(key);
        return sink.matches() && known.stream().noneMatch(other -> other.startsWith(sink.group(1) + ".")
                        && !other.equals(SinkSettings.timeoutOf(sink.group(2)))
                        && !other.equals(SinkSettings.checkOf(sink.group(2))))
                ? ": no file names it; a file of routes belongs into routes/sinks/, and its name ends in .camel.yaml"
                : "; did you mean " + new Nearest(known).to(key) + "?";
    }

    /** Only variables that can hardly belong to another program are held to be meant for this one. */
    private Stream<String> environment(Set<String> known, Predicate<String> isMeant, String... ofSinks) {
        var prefixes = new ArrayList<>(List.of(ofSinks));
        variants.declared().forEach(domain -> prefixes.add(IOHelper.normalizeEnvironmentVariable(domain.key(""))));
        var others = others().map(KnownKeys::variablesOf).toList();
        projects().stream().filter(project -> !project.isOnly()).map(KnownKeys::variablesOf)
                .filter(prefix -> !others.contains(prefix)).forEach(prefixes::add);
        var variables = known.stream().collect(Collectors.toMap(IOHelper::normalizeEnvironmentVariable,
                key -> key, (one, other) -> one));
        return System.getenv().keySet().stream().filter(isMeant)
                .filter(name -> longest(others, name) <= longest(prefixes, name))
                .filter(name -> prefixes.stream().anyMatch(name::startsWith) && !variables.containsKey(name))
                .sorted()
                .map(name -> name + " in the environment is not a setting" + variants.aboutVariable(name)
                        .map(about -> ": " + about)
                        .orElseGet(() -> "; did you mean " + new Nearest(variables.keySet()).to(name) + "?"));
    }

    private static String variablesOf(Project project) {
        return "SEI_" + IOHelper.normalizeEnvironmentVariable(project.name()) + "_";
    }

    /** Of the projects web and web-2, a variable that begins with SEI_WEB_2_ is about the second one. */
    private static int longest(List<String> prefixes, String name) {
        return prefixes.stream().filter(name::startsWith).mapToInt(String::length).max().orElse(0);
    }

    private Set<String> known() {
        var known = new TreeSet<>(Settings.manual().stringPropertyNames());
        variants.keys(Settings.counting(context)).forEach(known::add);
        var values = context.getPropertiesComponent().loadProperties().values().stream().map(String::valueOf);
        Stream.concat(files.stream(), values).flatMap(RouteFile::settings).forEach(known::add);
        projects().forEach(project -> known.addAll(project.keys(known)));
        return known;
    }

    private List<Project> projects() {
        return Project.all(Settings.of(context, new Secrets()));
    }

    /** None where these are not the settings of one project alone. */
    private Stream<Project> others() {
        var own = Project.of(Settings.of(context, new Secrets()));
        return projects().stream().filter(project -> !own.isOnly() && !project.equals(own));
    }

    /** All that the sink has which it is like. */
    private static Set<String> ofCopy(SinkCopies copies, String name, Set<String> known) {
        var other = "sink." + copies.other(name) + ".";
        var own = new TreeSet<>(Set.of(SinkMarks.like(name)));
        known.stream().filter(key -> key.startsWith(other))
                .forEach(key -> own.add("sink." + name + "." + key.substring(other.length())));
        return own;
    }
}
