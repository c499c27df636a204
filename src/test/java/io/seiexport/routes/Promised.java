package io.seiexport.routes;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be on the disk, going by days, windows, teams and editions alone: each window that was entered is there as
 * it was when it was last owed, the windows of a team leave out no day since the first, and the last of them are owed
 * at every tick.
 */
final class Promised {
    /** Stands for no file, among the editions that a window may be there in. */
    static final int ABSENT = -1;

    private final LocalDate first;
    private final Map<String, Set<Plan>> plans = new TreeMap<>();
    private final Set<String> away = new HashSet<>();
    private final Map<Span, Set<Integer>> editions = new TreeMap<>();
    /** What was owed at a tick in which something went wrong, so that nobody knows how far it came. */
    private final Set<Span> uncertain = new HashSet<>();
    private boolean weekly;
    private int settle = 1;
    private LocalDate last;
    private int edition;

    /** A window of a team. */
    record Span(String team, LocalDate start, LocalDate end) implements Comparable<Span> {
        @Override
        public int compareTo(Span other) {
            return toString().compareTo(other.toString());
        }
    }

    /** What may be planned of a team: there are several only where the power was cut while it was planned. */
    private record Plan(Set<Span> entered, LocalDate coveredTo) {
        private Plan with(List<Span> entering, LocalDate end) {
            var all = new TreeSet<>(entered);
            all.addAll(entering);
            return new Plan(all, end);
        }
    }

    Promised(LocalDate first) {
        this.first = first;
        this.last = first;
        teamComes();
    }

    void daysPass(int days) {
        last = last.plusDays(days);
    }

    void teamComes() {
        plans.put(String.valueOf(plans.size() + 1), Set.of(new Plan(Set.of(), first.minusDays(1))));
    }

    /** The newest one leaves the settings, unless it is the only one. */
    void teamLeaves() {
        if (plans.size() > 1) {
            away.add(String.valueOf(plans.size()));
        }
    }

    void teamsComeBack() {
        away.clear();
    }

    void windowsBecome(boolean weeks) {
        weekly = weeks;
    }

    void settleBecomes(int windows) {
        settle = windows;
    }

    void restated() {
        edition++;
    }

    /** All that is owed is delivered, except that of which nobody knows how far it came: that may be as it was. */
    void undisturbedTick() {
        enter(false);
        for (var span : owed()) {
            var possible = editions(span);
            if (!uncertain.remove(span)) {
                possible.clear();
            }
            possible.add(edition);
            if (isCertain(span)) {
                possible.remove(ABSENT);
            } else {
                possible.add(ABSENT);
                uncertain.add(span);
            }
        }
    }

    /** The power may be cut before all that is new is entered, and before all that is owed is delivered. */
    void disturbedTick(boolean planned) {
        enter(!planned);
        for (var span : owed()) {
            editions(span).add(edition);
            uncertain.add(span);
        }
    }

    private void enter(boolean perhaps) {
        for (var team : teams()) {
            var after = new HashSet<Plan>();
            for (var plan : plans.get(team)) {
                var entering = closedAfter(team, plan.coveredTo);
                var end = entering.isEmpty() ? plan.coveredTo : entering.get(entering.size() - 1).end;
                after.add(plan.with(entering, end));
                if (perhaps) {
                    after.add(plan);
                    after.add(plan.with(entering, plan.coveredTo));
                }
            }
            plans.put(team, after);
        }
    }

    /** The closed windows that hold days after this one, oldest first. */
    private List<Span> closedAfter(String team, LocalDate day) {
        var spans = new ArrayList<Span>();
        var start = startOf(day.plusDays(1));
        while (!endOf(start).isAfter(last)) {
            spans.add(new Span(team, start, endOf(start)));
            start = endOf(start).plusDays(1);
        }
        return spans;
    }

    private LocalDate startOf(LocalDate day) {
        return weekly ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)) : day;
    }

    private LocalDate endOf(LocalDate start) {
        return weekly ? start.plusDays(6) : start;
    }

    Set<Span> owed() {
        var owed = new TreeSet<Span>();
        for (var team : teams()) {
            var closed = closedAfter(team, first.minusDays(1));
            var settling = closed.subList(Math.max(0, closed.size() - settle), closed.size());
            possible(team).stream().filter(span -> editions(span).contains(ABSENT) || uncertain.contains(span)
                    || settling.contains(span)).forEach(owed::add);
        }
        return owed;
    }

    /** What a tick may ask for now: what is owed, and what is new. */
    Set<Span> dueAtTick() {
        var due = owed();
        for (var team : teams()) {
            plans.get(team).forEach(plan -> due.addAll(closedAfter(team, plan.coveredTo)));
        }
        return due;
    }

    /** Every window that there may be a file of. */
    Set<Span> possible() {
        var spans = new TreeSet<Span>();
        plans.keySet().forEach(team -> spans.addAll(possible(team)));
        return spans;
    }

    private Set<Span> possible(String team) {
        var spans = new TreeSet<Span>();
        plans.get(team).forEach(plan -> spans.addAll(plan.entered));
        return spans;
    }

    private boolean isCertain(Span span) {
        return plans.get(span.team).stream().allMatch(plan -> plan.entered.contains(span));
    }

    /** Those that a window may be on the disk in now. */
    Set<Integer> editions(Span span) {
        return editions.computeIfAbsent(span, any -> new HashSet<>(Set.of(ABSENT)));
    }

    boolean isUnderWay(Span span) {
        return uncertain.contains(span) || owed().contains(span);
    }

    /** The days that a team's files must leave no gap in. */
    List<LocalDate> days() {
        var closed = closedAfter("", first.minusDays(1));
        return closed.isEmpty() ? List.of() : first.datesUntil(closed.get(closed.size() - 1).end.plusDays(1)).toList();
    }

    List<String> teams() {
        return plans.keySet().stream().filter(team -> !away.contains(team)).toList();
    }

    boolean weekly() {
        return weekly;
    }

    int settle() {
        return settle;
    }

    LocalDate last() {
        return last;
    }

    int edition() {
        return edition;
    }
}
