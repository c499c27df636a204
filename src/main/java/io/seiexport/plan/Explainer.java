package io.seiexport.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.settings.Settings;

/** Explains the windows that a person names: those of the ledger, and those that the settings have or could have. */
public record Explainer(Domains domains, Settings settings, Chosen chosen, List<Hold> holds) {
    private static final int MOST_NAMED = 10;

    /** What lets a window wait that is due, because it is held back; the names of it, as they stand in a sentence. */
    public List<String> heldUp(Entry entry) {
        return reasons().heldUp(entry).map(WindowReasons::name).toList();
    }

    /** How many windows of a series are named. */
    public int count(Series series) {
        return windows(series, List.of()).size();
    }

    /** Those of a series, oldest first. */
    public List<Explanation> of(Dues dues, List<WindowHistory> pasts) {
        var debts = dues.debts();
        var series = debts.series();
        var owed = debts.all().stream().collect(Collectors.toMap(Debt::window, Function.identity()));
        var known = pasts.stream().filter(past -> past.entry().series().equals(series.name()))
                .collect(Collectors.toMap(past -> Window.of(past.entry()), Function.identity()));
        return windows(series, List.copyOf(known.keySet())).stream()
                .filter(window -> chosen.contains(series, window,
                        Optional.ofNullable(known.get(window)).map(WindowHistory::entry)))
                .map(window -> reasons().of(debts, window, Optional.ofNullable(owed.get(window)),
                        Optional.ofNullable(known.get(window))))
                .toList();
    }

    private TreeSet<Window> windows(Series series, List<Window> known) {
        var windows = new TreeSet<>(Comparator.comparing(Window::start).thenComparing(Window::end));
        windows.addAll(known);
        for (var sought : chosen.windows()) {
            if (!sought.isId()) {
                windows.addAll(series.rule().touching(sought.from(), sought.to()));
            } else if (sought.series().equals(series.name())) {
                windows.add(new Window(sought.from(), sought.to()));
            }
        }
        return windows;
    }

    /** Of a row that no setting asks for. */
    public Explanation ofOrphan(WindowHistory past) {
        return reasons().ofOrphan(past, whyNobodyAsks(past.entry()));
    }

    /** Of an id that neither the ledger nor the settings know. */
    public Explanation ofUnknown(Sought sought, List<Series> asked) {
        var domain = sought.id().substring(0, sought.id().indexOf('/') + 1);
        var alike = asked.stream().map(Series::name).filter(name -> name.startsWith(domain)).toList();
        var names = alike.isEmpty() ? asked.stream().map(Series::name).toList() : alike;
        var first = names.subList(0, Math.min(names.size(), MOST_NAMED));
        return new Explanation(sought.id(), false, List.of("It is not in the ledger, and no setting asks for "
                + sought.series() + ", only for " + String.join(", ", first)
                + (names.size() > MOST_NAMED ? ", ..." : "") + "."));
    }

    private WindowReasons reasons() {
        return new WindowReasons(settings, holds);
    }

    private static boolean isOf(Domain declared, Entry entry) {
        return entry.domain().equals(declared.name()) || entry.domain().startsWith(declared.name() + ".");
    }

    private String whyNobodyAsks(Entry entry) {
        var domain = domains.named(entry.domain());
        if (domain.isEmpty()) {
            return domains.declared().stream().filter(declared -> isOf(declared, entry)).findFirst()
                    .map(declared -> declared.key("variants") + " = " + settings.text(declared.key("variants"))
                            + ", which does not list it")
                    .orElse("there is no route for the export " + entry.domain());
        }
        if (!settings.flag(domain.get().keyOfAll("enabled"))) {
            return domain.get().keyOfAll("enabled") + " is not true";
        }
        if (domain.get().isSnapshot()) {
            return entry.domain() + " is one file a day of all that the key can see, and no other is asked for";
        }
        var scopes = domain.get().key("scopes");
        var granularity = domain.get().key("granularity");
        var many = TeamScopes.read(domain.get(), settings);
        var isListed = settings.list(scopes).stream().filter(scope -> !TeamScopes.isOne(scope))
                .map(scope -> Scope.parse(scopes, scope).toString()).anyMatch(entry.scope()::equals);
        if (isListed || !many.isEmpty() && !entry.granularity().equals(settings.text(granularity))) {
            return granularity + " = " + settings.text(granularity) + ", which is not its granularity";
        }
        return scopes + " does not list " + entry.scope() + (many.isEmpty() ? "" : ", and it is not a team that " + many
                + " stands for");
    }
}
