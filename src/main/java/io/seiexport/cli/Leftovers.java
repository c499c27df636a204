package io.seiexport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.seiexport.ledger.Hold;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Series;

/** What is left to a person: windows that are given up, those that no setting asks for, and what is held back. */
record Leftovers(long givenUp, List<Orphan> orphans, List<Hold> held) {

    /** A series with windows that are owed, for which no setting asks. */
    record Orphan(String series, String domain, String scope, String granularity, long windows) {
        @Override
        public String toString() {
            return domain + " " + scope + " (" + granularity + "): " + (windows == 1
                    ? "1 window is owed, but no setting asks for it any more; the command forget removes it"
                    : windows + " windows are owed, but no setting asks for them any more; the command forget removes "
                            + "them");
        }
    }

    /** Of the chosen windows. */
    static Leftovers of(Ledger ledger, Chosen chosen) throws Exception {
        var asked = ledger.asked(Chosen.ALL).stream().map(Series::name).collect(Collectors.toSet());
        var givenUp = 0L;
        var orphans = new ArrayList<Orphan>();
        for (var open : ledger.rows().undelivered(chosen.filter(false))) {
            if (asked.contains(open.series())) {
                givenUp += open.number("given_up");
            } else {
                orphans.add(new Orphan(open.series(), open.domain(), open.scope(), open.granularity(),
                        open.number("open_windows")));
            }
        }
        return new Leftovers(givenUp, orphans, ledger.holds());
    }

    /** A line for each. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        held.forEach(hold -> lines.add(hold.toString()));
        orphans.forEach(orphan -> lines.add(orphan.toString()));
        lines.addAll(givenUpLines());
        return lines;
    }

    /** None where nothing is given up. */
    List<String> givenUpLines() {
        return givenUp == 0 ? List.of()
                : List.of((givenUp == 1 ? "1 window is given up after too many failures; the command retry puts it back"
                        : givenUp + " windows are given up after too many failures; the command retry puts them back")
                        + " (`history --state failed` shows " + (givenUp == 1 ? "it" : "them") + ")");
    }
}
