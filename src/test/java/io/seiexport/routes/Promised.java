package io.seiexport.routes;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must be on the disk, going by days, teams and editions alone: every day since the first is there as it was when
 * it was last owed, and the last days are owed at every tick.
 */
final class Promised {
    /** Stands for no file, among the editions that a day may be there in. */
    static final int ABSENT = -1;

    private final LocalDate first;
    private final int settle;
    private final List<String> teams = new ArrayList<>(List.of("1"));
    private final Map<Day, Set<Integer>> editions = new TreeMap<>();
    /** What was owed at a tick in which something went wrong, so that nobody knows how far it came. */
    private final Set<Day> uncertain = new HashSet<>();
    private LocalDate last;
    private int edition;

    record Day(String team, LocalDate date) implements Comparable<Day> {
        @Override
        public int compareTo(Day other) {
            return toString().compareTo(other.toString());
        }
    }

    Promised(LocalDate first, int settle) {
        this.first = first;
        this.settle = settle;
        this.last = first;
    }

    void daysPass(int days) {
        last = last.plusDays(days);
    }

    void teamComes() {
        teams.add(String.valueOf(teams.size() + 1));
    }

    void restated() {
        edition++;
    }

    /** All that is owed comes home, except that of which nobody knows how far it came: that may come as it was. */
    void undisturbedTick() {
        for (var day : owed()) {
            var possible = editions(day);
            if (!uncertain.remove(day)) {
                possible.clear();
            }
            possible.add(edition);
            possible.remove(ABSENT);
        }
    }

    void disturbedTick() {
        for (var day : owed()) {
            editions(day).add(edition);
            uncertain.add(day);
        }
    }

    List<Day> owed() {
        return days().stream().filter(day -> editions(day).contains(ABSENT) || uncertain.contains(day)
                || day.date.isAfter(last.minusDays(settle))).toList();
    }

    /** Every team's every closed day. */
    List<Day> days() {
        return teams.stream().flatMap(team -> first.datesUntil(last.plusDays(1)).map(day -> new Day(team, day)))
                .toList();
    }

    /** Those that a day may be on the disk in now. */
    Set<Integer> editions(Day day) {
        return editions.computeIfAbsent(day, any -> new HashSet<>(Set.of(ABSENT)));
    }

    List<String> teams() {
        return List.copyOf(teams);
    }

    LocalDate last() {
        return last;
    }

    int edition() {
        return edition;
    }
}
