package io.seiexport.check;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Part;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/**
 * Tells routes of another version from those that go with this program. The routes that it was built with are packaged
 * with it: each part that they ask for must be asked for here, too, and must be there.
 */
final class RouteSet {
    private static final String BUILT_WITH = "classpath:io/seiexport/check/routes/*.camel.yaml";
    private static final String ADVICE = "; take the routes that came with this jar";

    private final CamelContext context;
    private final String pattern;
    private final List<RouteParts> here;
    private final List<RouteParts> builtWith;

    RouteSet(CamelContext context) {
        this.context = context;
        pattern = new Settings(context).text("camel.main.routes-include-pattern");
        here = read(pattern);
        builtWith = read(BUILT_WITH);
    }

    private List<RouteParts> read(String patterns) {
        return Stream.of(patterns.split(",")).flatMap(each -> KnownKeys.resources(context, each).stream())
                .map(RouteParts::of).sorted(Comparator.comparing(RouteParts::file)).toList();
    }

    /** One sentence for each part that is missing, in the routes or in the program. */
    List<String> findings() {
        var findings = new LinkedHashSet<String>();
        builtWith.stream().filter(file -> !file.isReplaceable()).forEach(file -> findings.addAll(missing(file)));
        here.forEach(file -> file.asked().stream().filter(part -> !isThere(part))
                .filter(part -> !isOfThisProgram(part)).map(part -> asksInVain(file, part)).forEach(findings::add));
        return List.copyOf(findings);
    }

    private List<String> missing(RouteParts file) {
        return file.ids().stream().flatMap(id -> {
            var standsFor = here.stream().filter(any -> any.ids().contains(id)).findFirst();
            return standsFor.isEmpty() ? Stream.of(lacks(file, id)) : file.asked().stream()
                    .filter(part -> !standsFor.get().asked().contains(part))
                    .map(part -> isOfAnotherVersion(standsFor.get().file(), "it does not ask for " + part));
        }).toList();
    }

    private String lacks(RouteParts file, String id) {
        var callers = here.stream()
                .filter(any -> any.asked().stream().anyMatch(part -> part.name().equals(id)
                        || file.served().contains(part.name())))
                .map(RouteParts::file).collect(Collectors.joining(" and "));
        return isOfAnotherVersion(folder(), "it lacks " + id + ", which "
                + (callers.isEmpty() ? "this program needs" : callers + (callers.contains(" and ") ? " ask" : " asks")
                + " for"));
    }

    private String asksInVain(RouteParts file, Part part) {
        var why = switch (part.kind()) {
            case ENDPOINT -> "it calls " + part + ", which no route serves";
            case CONFIGURATION -> "it names " + part + ", which is not there";
            default -> "it asks for " + part + ", which this program does not have";
        };
        if (builtWith.stream().anyMatch(own -> own.ids().containsAll(file.ids()))) {
            return isOfAnotherVersion(file.file(), why);
        }
        return file.file() + ": " + why + (part.kind() == Kind.BEAN ? ", and no camel.beans." + part.name()
                + " makes it" : "") + "; a file that another version of this program has left is to be deleted";
    }

    private static String isOfAnotherVersion(String what, String why) {
        return what + " is of another version than this program: " + why + ADVICE;
    }

    /** Then its lack was said already, with all that ask for it. */
    private boolean isOfThisProgram(Part part) {
        return builtWith.stream().filter(file -> !file.isReplaceable())
                .anyMatch(file -> file.served().contains(part.name())
                        || part.kind() == Kind.CONFIGURATION && file.ids().contains(part.name()));
    }

    private boolean isThere(Part part) {
        return switch (part.kind()) {
            case ENDPOINT -> all(RouteParts::served).contains(part.name());
            case CONFIGURATION -> all(RouteParts::ids).contains(part.name());
            case BEAN -> isBean(part);
            case DATA_FORMAT -> true;
        };
    }

    private boolean isBean(Part part) {
        var bean = Optional.ofNullable(context.getRegistry().lookupByName(part.name()));
        return bean.map(known -> part.method().isEmpty() || Stream.of(known.getClass().getMethods())
                        .anyMatch(method -> method.getName().equals(part.method())))
                .orElseGet(() -> all(RouteParts::beans).contains(part.name())
                        || context.getExecutorServiceManager().getThreadPoolProfile(part.name()) != null);
    }

    private Set<String> all(Function<RouteParts, Set<String>> kind) {
        return here.stream().flatMap(file -> kind.apply(file).stream()).collect(Collectors.toSet());
    }

    private String folder() {
        return pattern.replaceFirst(",.*", "").replaceFirst("^file:", "").replaceFirst("[^/]*$", "");
    }
}
