package io.seiexport.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.plan.Domain;
import io.seiexport.plan.Format;
import io.seiexport.plan.Planner;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.util.IOHelper;

/**
 * Tells whether the variants of a domain can be told from its options and from each other, and says of a setting that
 * nobody knows what is wrong with it as one of a variant.
 */
record Variants(Settings settings, Planner planner, List<Domain> declared) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String EXTRA = "extra.";

    /** The exports that are made of a domain, but for those with a name that is refused. */
    List<Domain> of(Domain domain) {
        return domain.exports(settings).stream().filter(export -> whyNot(domain, export).isEmpty()).toList();
    }

    /** One sentence for each name that cannot be that of a variant. */
    List<String> findings() {
        var findings = new ArrayList<String>();
        for (var domain : declared) {
            var seen = new HashSet<String>();
            for (var export : domain.exports(settings)) {
                whyNot(domain, export).or(() -> seen.add(export.name()) ? Optional.empty()
                                : Optional.of("this variant is listed twice"))
                        .ifPresent(why -> findings.add(refused(domain, export, why)));
            }
        }
        findings.addAll(ofTheEnvironment());
        return findings;
    }

    private static String refused(Domain domain, Domain export, String why) {
        return new SettingException(domain.key("variants"), export.variant(), why).getMessage();
    }

    private Optional<String> whyNot(Domain domain, Domain export) {
        var name = export.variant();
        if (!export.isVariant()) {
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.of("the name of a variant has lower-case letters, digits and hyphens between them, such as "
                    + "by-team");
        }
        return options(domain).contains(name) ? Optional.of(domain.key(name) + " is a setting of the domain; give the "
                + "variant another name") : Optional.empty();
    }

    /** The first words of the settings of a domain. */
    private Set<String> options(Domain domain) {
        return Stream.concat(Stream.of("extra", "format"), names(domain).map(name -> name.replaceFirst("\\..*", "")))
                .collect(Collectors.toSet());
    }

    private Stream<String> names(Domain domain) {
        return planner.keys(domain).stream().map(key -> key.substring(domain.key("").length()));
    }

    /** Of two settings with one name there one would count for both. */
    private List<String> ofTheEnvironment() {
        var findings = new ArrayList<String>();
        var owners = new HashMap<String, String>();
        declared.forEach(domain -> planner.keys(domain).forEach(key -> owners.put(inEnvironment(key), key)));
        for (var domain : declared) {
            of(domain).stream().filter(Domain::isVariant).forEach(export -> planner.keys(export).stream()
                    .filter(key -> !key.equals(owners.computeIfAbsent(inEnvironment(key), name -> key))).findFirst()
                    .ifPresent(key -> findings.add(refused(domain, export, key + " and "
                            + owners.get(inEnvironment(key)) + " have the same name in the environment; give the "
                            + "variant another name"))));
        }
        return findings;
    }

    private static String inEnvironment(String key) {
        return IOHelper.normalizeEnvironmentVariable(key);
    }

    /** All settings that the exports have, those of the clock among them, and the extra fields that are set. */
    Stream<String> keys(Set<String> given) {
        var exports = all().toList();
        var extra = exports.stream().map(export -> export.key(EXTRA)).toList();
        return Stream.concat(exports.stream().flatMap(export -> planner.keys(export).stream()), given.stream()
                .filter(key -> extra.stream().anyMatch(prefix -> isBelow(key, prefix))));
    }

    private static boolean isBelow(String key, String prefix) {
        return key.startsWith(prefix) && key.length() > prefix.length();
    }

    /** Each domain, also if it is only exported as its variants. */
    private Stream<Domain> all() {
        return Stream.concat(declared.stream(), declared.stream().flatMap(domain -> of(domain).stream()));
    }

    /** What is wrong with a key that nobody knows; empty if it has nothing to do with variants or fields. */
    Optional<String> about(String key) {
        return declared.stream().filter(domain -> isBelow(key, domain.key(""))).findFirst()
                .flatMap(domain -> about(domain, key.substring(domain.key("").length())));
    }

    private Optional<String> about(Domain domain, String rest) {
        var dot = rest.indexOf('.');
        var name = rest.substring(0, Math.max(0, dot));
        var option = rest.substring(dot + 1);
        var lacking = domain.whyNot(rest);
        if (lacking.isPresent()) {
            return lacking;
        }
        if (option.equals("format")) {
            return Optional.of(Format.ONLY_CSV + domain.key("transform-format"));
        }
        if (rest.equals("extra")) {
            return Optional.of("name the field of the request behind it, as in " + domain.key("extra.options.name"));
        }
        if (names(domain).noneMatch(option::equals) && !option.startsWith(EXTRA) || name.isEmpty()) {
            return Optional.empty();
        }
        var variants = of(domain).stream().filter(Domain::isVariant).map(Domain::variant).toList();
        return Optional.of(variants.contains(name)
                ? "it is the same for all variants of a domain; " + domain.key(option) + " sets it"
                : domain.key("variants") + " lists no " + name + new Nearest(variants).suggestion(name, "%s"));
    }

    /** What is wrong with a variable of the environment that nobody knows. */
    Optional<String> aboutVariable(String name) {
        return all().filter(export -> isBelow(name, inEnvironment(export.key(EXTRA)))).findFirst()
                .map(export -> "a variable has no letter case, which a field of the request needs; set "
                        + export.key(EXTRA) + "<path> in application.properties or by -D");
    }

    /**
     * A sentence about an export, with each setting named as it was written: one that a variant does not have itself
     * is that of its domain.
     */
    String asWritten(Domain export, String sentence, Set<String> given) {
        return !export.isVariant() ? sentence
                : Pattern.compile(Pattern.quote(export.key("")) + "([a-z][a-z-]*(?:\\.\\w+)*)").matcher(sentence)
                        .replaceAll(found -> isGiven(found.group(), given) ? found.group()
                                : export.keyOfAll(found.group(1)));
    }

    private static boolean isGiven(String key, Set<String> given) {
        return IOHelper.lookupEnvironmentVariable(key) != null
                || given.stream().anyMatch(other -> other.equals(key) || other.startsWith(key + "."));
    }
}
