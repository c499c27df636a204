package io.seiexport.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.util.IOHelper;

/**
 * One of the Harness projects that sei.projects names, by its name there: what is set for it alone stands under
 * {@code sei.<name>.}. Where sei.projects names none, there is a single one without a name.
 */
public record Project(String name) {
    /** The setting that names them. */
    public static final String LIST = "sei.projects";
    /** Set to the name of the project that a process reads its settings for; no setting of the user's. */
    public static final String NAME = "sei-export.project";
    public static final Project ONLY = new Project("");

    private static final String PREFIX = "sei.";
    private static final Pattern NAMES = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern ENABLED = Pattern.compile("(export\\.[^.]+)\\.enabled");
    private static final String PROJECTS = ".projects";
    private static final String STAGING = "staging.directory";
    private static final String EXPORT = "export.";
    private static final Pattern KEY = Pattern.compile("(?<![\\w.-])(?:sei|export)(?:\\.[\\w-]+)+");
    private static final Set<String> OWN = Settings.manual().stringPropertyNames().stream()
            .filter(key -> key.startsWith(PREFIX) && !key.equals(LIST)).map(key -> key.substring(PREFIX.length()))
            .collect(Collectors.toUnmodifiableSet());

    /** Those of a settings file, in their order. */
    public static List<Project> all(Path file) {
        return all(new Settings(key -> Settings.beforeStart(file, key), new Secrets()));
    }

    public static List<Project> all(Settings settings) {
        var names = settings.list(LIST);
        for (var name : names) {
            if (!NAMES.matcher(name).matches()) {
                throw new SettingException(LIST, name, "use a name of at most 40 lower-case letters, digits and "
                        + "hyphens; what Harness calls the project stands in sei.<name>.project");
            }
            if (OWN.contains(name) || LIST.equals(PREFIX + name)) {
                throw new SettingException(LIST, name, "choose another name, since " + PREFIX + name
                        + " is a setting already");
            }
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new SettingException(LIST, name, "this project is named twice");
            }
        }
        return names.isEmpty() ? List.of(ONLY) : names.stream().map(Project::new).toList();
    }

    /** The one whose settings these are. */
    public static Project of(Settings settings) {
        return new Project(settings.text(NAME));
    }

    /** Refuses to be the single one where several are named: only the commands of the program start one for each. */
    public static String demandOneOfThem(Settings settings) {
        var names = settings.text(LIST);
        if (!names.isEmpty() && of(settings).isOnly()) {
            throw new SettingException(LIST, names, "`camel run` exports only one project at a time; name it with "
                    + NAME + "=" + settings.list(LIST).get(0));
        }
        return LIST;
    }

    /** Refuses a list of projects with one that there is not. */
    public static String demandKnown(Settings settings, String key) {
        var known = settings.list(LIST);
        for (var name : settings.list(key)) {
            if (!known.contains(name)) {
                throw new SettingException(key, name, known.isEmpty() ? LIST + " is empty, so that there is one "
                        + "project without a name" : LIST + " names only " + String.join(", ", known));
            }
        }
        return key;
    }

    /** Whether it is the single one. */
    public boolean isOnly() {
        return name.isEmpty();
    }

    /** What stands before a line about it; nothing where there is no other. */
    public String label() {
        return isOnly() ? "" : name + ": ";
    }

    /** Where its files land below a folder that is the same for all. */
    public String below(String path) {
        return isOnly() ? path : name + "/" + path;
    }

    /** The settings of it alone in place of these. */
    public Set<String> keys(Collection<String> known) {
        return known.stream().map(this::ownKey).filter(key -> !key.isEmpty()).collect(Collectors.toSet());
    }

    /** What it is called when it is set for it alone: sei.a.org, sei.a.export.ba.scopes; empty if it cannot be. */
    public String ownKey(String key) {
        if (isOnly() || key.startsWith(EXPORT) && key.endsWith(PROJECTS)) {
            return "";
        }
        return key.startsWith(EXPORT) ? PREFIX + name + "." + key
                : key.startsWith(PREFIX) && OWN.contains(key.substring(PREFIX.length()))
                        ? PREFIX + name + key.substring(PREFIX.length() - 1) : "";
    }

    /** What those of the keys that are set for it alone are called for all. */
    Set<String> namesForAll(Collection<String> given) {
        var prefix = PREFIX + name + ".";
        return given.stream().filter(key -> key.startsWith(prefix + EXPORT)).map(key -> key.substring(prefix.length()))
                .filter(key -> !ownKey(key).isEmpty()).collect(Collectors.toSet());
    }

    /** What a setting is for this project that has this value for all of them; the others are asked for if needed. */
    String value(String key, String forAll, UnaryOperator<String> others) {
        if (key.equals(STAGING)) {
            // None takes up, or clears away, the files of another.
            return isOnly() || isBlank(forAll) ? forAll : forAll.strip() + "/" + name;
        }
        var own = ownKey(key);
        if (own.isEmpty()) {
            return forAll;
        }
        var enabled = ENABLED.matcher(key);
        if (enabled.matches() && isLeftOut(others.apply(enabled.group(1) + PROJECTS))) {
            return "false";
        }
        var value = others.apply(own);
        return value == null ? forAll : value;
    }

    private boolean isLeftOut(String projects) {
        return !isBlank(projects) && Arrays.stream(projects.split(",")).map(String::strip).noneMatch(name::equals);
    }

    /** A sentence about its settings, with the names that they have for it alone. */
    public String inWords(String sentence, UnaryOperator<String> given) {
        var words = KEY.matcher(sentence).replaceAll(found -> Matcher.quoteReplacement(
                isItsOwn(found.group(), given) ? ownKey(found.group()) : found.group()));
        return isItsOwn("sei.api-key", given) ? words.replace("variable SEI_API_KEY", "variable "
                + IOHelper.normalizeEnvironmentVariable(ownKey("sei.api-key"))) : words;
    }

    /** What is set for all is mended there, and what is set nowhere is missing here. */
    private boolean isItsOwn(String key, UnaryOperator<String> given) {
        var own = ownKey(key);
        return !own.isEmpty() && (given.apply(own) != null || key.startsWith(PREFIX) && isBlank(given.apply(key)));
    }

    private static boolean isBlank(String value) {
        return value == null || value.isBlank();
    }
}
