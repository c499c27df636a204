package io.seiexport.check;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.check.RouteParts.Kind;
import io.seiexport.check.RouteParts.Part;
import io.seiexport.plan.Domain;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;

/**
 * Tells routes of another version from those that go with this program. The routes that it was built with are packaged
 * with it: each part that they ask for must be asked for here, too, and must be there.
 */
final class RouteSet {
    /** One pattern for each shelf: with two stars Camel finds files within a jar, but cannot read them. */
    private static final String BUILT_WITH = Stream.of("exports", "sinks", "engine")
            .map(shelf -> "classpath:io/seiexport/check/routes/" + shelf + "/*.camel.yaml")
            .collect(Collectors.joining(","));
    private static final String ON_A_SHELF = "/*/*.";
    private static final String BESIDE_THEM = "/*.";
    private static final String ADVICE = "; use the routes that came with this jar";

    private final CamelContext context;
    private final String pattern;
    private final List<RouteParts> here;
    private final List<RouteParts> builtWith;

    RouteSet(CamelContext context, Settings settings, SinkCopies copies) {
        this.context = context;
        pattern = settings.text(KnownKeys.ROUTES);
        var read = new HashMap<String, List<RouteParts>>();
        here = sorted(copies.withFiles().flatMap(file -> {
            var text = KnownKeys.text(file);
            var parts = RouteParts.of(file.getLocation(), text);
            read.put(text, parts);
            return parts.stream();
        }));
        // Most files are as they were packaged, and a start would parse them once more.
        builtWith = sorted(KnownKeys.resources(context, BUILT_WITH).flatMap(own ->
                read.computeIfAbsent(KnownKeys.text(own), text -> RouteParts.of(own.getLocation(), text)).stream()));
    }

    private static List<RouteParts> sorted(Stream<RouteParts> parts) {
        return parts.sorted(Comparator.comparing(RouteParts::file)).toList();
    }

    /** One sentence for each part that is missing, in the routes or in the program. */
    List<String> findings() {
        var findings = new LinkedHashSet<String>();
        findings.addAll(besideTheShelves());
        builtWith.stream().filter(own -> !own.isReplaceable()).forEach(own -> findings.addAll(missing(own)));
        here.forEach(route -> route.asked().stream().filter(part -> !isThere(part))
                .filter(part -> !isOfThisProgram(part)).map(part -> asksInVain(route, part)).forEach(findings::add));
        findings.addAll(new DomainRoutes(here, context.getRegistry().findByTypeWithName(Domain.class)).findings());
        return List.copyOf(findings);
    }

    /** A file that nobody reads, since it lies where all routes were before there were shelves. */
    private List<String> besideTheShelves() {
        return Stream.of(pattern.split(",")).filter(each -> each.contains(ON_A_SHELF))
                .flatMap(each -> KnownKeys.resources(context, each.replace(ON_A_SHELF, BESIDE_THEM)))
                .map(file -> file.getLocation().replaceFirst("^file:", "") + " is not read; move it to " + folder()
                        + "exports, " + folder() + "sinks or " + folder() + "engine")
                .sorted().toList();
    }

    private List<String> missing(RouteParts own) {
        var standsFor = here.stream().filter(route -> route.id().equals(own.id())).findFirst();
        return standsFor.isEmpty() ? List.of(lacks(own)) : own.asked().stream()
                .filter(part -> !standsFor.get().asked().contains(part))
                .map(part -> isOfAnotherVersion(standsFor.get().file(), "it does not use " + part)).toList();
    }

    private String lacks(RouteParts own) {
        var callers = here.stream().filter(route -> route.asked().stream()
                        .anyMatch(part -> part.name().equals(own.id()) || own.served().contains(part.name())))
                .map(RouteParts::file).distinct().toList();
        return isOfAnotherVersion(folder(), "it lacks " + own.id() + ", which " + switch (callers.size()) {
            case 0 -> "this program needs";
            case 1 -> callers.get(0) + " uses";
            default -> String.join(" and ", callers) + " use";
        });
    }

    private String asksInVain(RouteParts route, Part part) {
        var why = switch (part.kind()) {
            case ENDPOINT -> "it calls " + part + ", which no route has";
            case CONFIGURATION -> "it names " + part + ", which does not exist";
            default -> "it uses " + part + ", which this program does not have";
        };
        if (builtWith.stream().anyMatch(own -> own.id().equals(route.id()))) {
            return isOfAnotherVersion(route.file(), why);
        }
        return route.file() + ": " + why + (part.kind() == Kind.BEAN ? ", and no camel.beans." + part.name()
                + " defines it" : "") + "; if another version of this program left this file, delete it";
    }

    private static String isOfAnotherVersion(String what, String why) {
        return what + " is from another version than this program: " + why + ADVICE;
    }

    /** Then its lack was said already, with all that ask for it. */
    private boolean isOfThisProgram(Part part) {
        return builtWith.stream().filter(own -> !own.isReplaceable())
                .anyMatch(own -> own.served().contains(part.name())
                        || part.kind() == Kind.CONFIGURATION && own.id().equals(part.name()));
    }

    private boolean isThere(Part part) {
        return switch (part.kind()) {
            case ENDPOINT -> all(RouteParts::served).contains(part.name());
            case CONFIGURATION -> here.stream().anyMatch(route -> route.id().equals(part.name()));
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
        return here.stream().flatMap(route -> kind.apply(route).stream()).collect(Collectors.toSet());
    }

    private String folder() {
        return pattern.replaceFirst(",.*", "").replaceFirst("^file:", "").replaceFirst("[^/]*(\\*.*)?$", "");
    }
}
