package io.seiexport.cli;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Domain;
import io.seiexport.plan.PlanRequest;
import io.seiexport.plan.Series;
import io.seiexport.plan.Sought;
import io.seiexport.settings.SettingException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that select the windows of a command; what can never match any is refused. */
final class Selection {
    private static final int MOST_NAMED = 10;

    @Option(names = "--export", paramLabel = "NAME",
            description = "Only this export, for example ba, or ba.by-team for a variant of it. May be repeated, like "
                    + "--scope, --window and --state.")
    private List<String> exports = List.of();

    @Option(names = "--project", paramLabel = "NAME",
            description = "Only this project of sei.projects. May be repeated.")
    private List<String> projects = List.of();

    @Option(names = "--scope", paramLabel = "SCOPE",
            description = "Only this scope, as the settings spell it, for example team:456.")
    private List<String> scopes = List.of();

    @Option(names = "--window", paramLabel = "WINDOW", converter = OfWindows.class,
            description = "Only this window: an id from history, or days, which select all windows that touch them: "
                    + "2026-01-15, 2026-01 or 2026-01-01..2026-03-31.")
    private List<Sought> windows = List.of();

    @Option(names = "--state", paramLabel = "STATE", converter = OfState.class,
            description = "Only windows in this state: owed, asked, created, staged, delivered or failed (given up).")
    private List<String> states = List.of();

    /** The names of exports, and beside those of domains also those of all their variants. */
    private Set<String> meant = Set.of();

    List<String> exports() {
        return exports;
    }

    List<String> projects() {
        return projects;
    }

    /** Whether anything at all is selected. */
    boolean isGiven() {
        return isNarrow() || !exports.isEmpty();
    }

    /** Whether more is selected than exports. */
    boolean isNarrow() {
        return chosen().isNarrow() || !projects.isEmpty();
    }

    /** Whether it takes the settings of the exports to know what is selected. */
    boolean namesExports() {
        return !exports.isEmpty() || !scopes.isEmpty();
    }

    boolean namesWindows() {
        return !windows.isEmpty();
    }

    Chosen chosen() {
        return chosen(windows);
    }

    /** The same, but nothing that is delivered. */
    Chosen chosenOpen() {
        var open = new LinkedHashSet<>(states.isEmpty() ? Chosen.STATES : states);
        open.remove(Entry.DELIVERED);
        return new Chosen(meant(), new TreeSet<>(scopes), List.copyOf(windows), open);
    }

    /** The same, but for these windows. */
    Chosen chosen(List<Sought> others) {
        return new Chosen(meant(), new TreeSet<>(scopes), List.copyOf(others), new LinkedHashSet<>(states));
    }

    private Set<String> meant() {
        var all = new TreeSet<>(exports);
        all.addAll(meant);
        return all;
    }

    /** The name of a domain stands for all exports that are, or were, made of it. */
    private void mean(Collection<String> known) {
        meant = known.stream().filter(name -> exports.contains(name.replaceFirst("\\..*", "")))
                .collect(Collectors.toSet());
    }

    /** What a command says that finds nothing. */
    String nothing(String sentence) {
        return isNarrow() ? sentence.replaceFirst("\\.$", "") + " in the selection; `plan --explain WINDOW` "
                + "says why." : sentence;
    }

    /** Refuses a state in which no window can be that this command is about. */
    void refuse(String state, String why) {
        if (states.contains(state)) {
            throw new SettingException("--state " + state + ": " + why);
        }
    }

    /** Does what the clocks of the selected exports do, for the selected windows. */
    void ring(Engine engine, Instant asOf) throws Exception {
        engine.ring(engine.domains(exports), PlanRequest.of(asOf, chosen()));
    }

    /** For a command that works from the settings: exports, scopes and single windows must be those of them. */
    void demandAsked(Engines engines) throws Exception {
        demandEnabled(engines.ledgers(), exports);
        mean(Ledger.enabled(engines.ledgers()));
        engines.each(engine -> engine.discoverTeams(exports));
        var asked = Ledger.asked(engines.ledgers(), new Chosen(meant(), Set.of(), List.of(), Set.of()));
        var all = asked.stream().map(one -> one.scope().toString()).collect(Collectors.toCollection(TreeSet::new));
        scopes.forEach(scope -> demand("--scope " + scope, scope::equals, all, "no enabled export has this scope"));
        var series = asked.stream().filter(one -> scopes.isEmpty() || scopes.contains(one.scope().toString()))
                .map(Series::name).collect(Collectors.toCollection(TreeSet::new));
        windows.stream().filter(Sought::isId).forEach(sought -> demand("--window " + sought.id(),
                sought.series()::equals, series, "no selected export asks for it"));
    }

    /** For a command that works from the ledger: exports and scopes may also be those that no setting names now. */
    void demandKnown(List<Ledger> ledgers) throws Exception {
        if (!namesExports()) {
            return;
        }
        var asked = Ledger.asked(ledgers, Chosen.ALL);
        var domains = asked.stream().map(Series::domain).collect(Collectors.toCollection(TreeSet::new));
        var named = asked.stream().map(one -> one.scope().toString()).collect(Collectors.toCollection(TreeSet::new));
        if (!exports.isEmpty() || !named.containsAll(scopes)) {
            for (var ledger : ledgers) {
                var known = ledger.rows().known();
                known.stream().map(Entry::domain).forEach(domains::add);
                known.stream().map(Entry::scope).forEach(named::add);
            }
        }
        mean(domains);
        demandEnabled(ledgers, exports.stream().filter(name -> !domains.contains(name)).toList());
        scopes.forEach(scope -> demand("--scope " + scope, scope::equals, named,
                "this scope is neither in the settings nor in the ledger"));
    }

    /** Exports that are named must be enabled, in whichever project. */
    static void demandEnabled(List<Ledger> ledgers, List<String> exports) {
        var enabled = Ledger.enabled(ledgers);
        for (var name : exports) {
            if (!enabled.contains(name)) {
                throw new SettingException("--export " + name + ": no enabled export has this name, only "
                        + String.join(", ", enabled));
            }
        }
    }

    private static void demand(String option, Predicate<String> isOne, Set<String> known, String otherwise) {
        if (known.stream().noneMatch(isOne)) {
            throw new SettingException(option + ": " + otherwise + ", only " + shortened(known));
        }
    }

    private static String shortened(Set<String> names) {
        return names.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + (names.size() > MOST_NAMED
                ? " and " + (names.size() - MOST_NAMED) + " more" : "");
    }

    static final class OfWindows implements ITypeConverter<Sought> {
        @Override
        public Sought convert(String text) {
            try {
                return Sought.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class OfState implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!Chosen.STATES.contains(text)) {
                throw new TypeConversionException("'" + text + "' is not a state, only "
                    + String.join(", ", Chosen.STATES));
            }
            return text;
        }
    }
}
