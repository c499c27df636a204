package io.seiexport.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Hold;
import io.seiexport.ledger.WindowHistory;
import io.seiexport.plan.Chosen;
import io.seiexport.plan.Explainer;
import io.seiexport.plan.Series;

/** Tells which windows can be tried at once, and what is said to whoever wants them to be. */
record Retrial(Map<String, Series> asked, Explainer explainer, List<Hold> holds) {

    static Retrial of(Ledger ledger) throws Exception {
        var holds = ledger.holds();
        return of(ledger.asked(Chosen.ALL), ledger.explainer(Chosen.ALL, holds), holds);
    }

    static Retrial of(List<Series> asked, Explainer explainer, List<Hold> holds) {
        return new Retrial(asked.stream().collect(Collectors.toMap(Series::name, Function.identity())), explainer,
                holds);
    }

    /** Whether it is put back, as if it had never been asked for. */
    boolean putsBack(WindowHistory past) {
        return isFree(past) && past.failed();
    }

    /** Whether it has only to wait no longer. */
    boolean wakes(WindowHistory past) {
        return isFree(past) && !past.failed() && past.entry().dueAt().isPresent()
                && (past.isWaiting() || !explainer.heldUp(past.entry()).isEmpty());
    }

    /** What no longer keeps anything from being tried. */
    void sayHolds(Ledger ledger) {
        holds.forEach(hold -> ledger.say(hold.subject() + " was held back since " + hold.since() + " (" + hold.reason()
                + "); it is retried at once"));
    }

    private boolean isFree(WindowHistory past) {
        return isAsked(past.entry()) && past.worker().isEmpty();
    }

    private boolean isAsked(Entry entry) {
        return asked.containsKey(entry.series());
    }

    /** Of one that is tried at once. */
    String newState(WindowHistory past) {
        var entry = past.entry();
        if (past.failed()) {
            return entry.id() + " is owed again"
                    + (entry.reason().isEmpty() ? "" : "; it had failed (" + entry.reason() + ")");
        }
        var heldUp = explainer.heldUp(entry);
        return entry.id() + " is due now; it " + (heldUp.isEmpty()
                ? "would have waited until " + entry.dueAt().orElseThrow()
                : "was held back by " + String.join(" and ", heldUp));
    }

    /** Of one that is left as it is, but that a person may mean. */
    Optional<String> leftOut(WindowHistory past) {
        return !isAsked(past.entry()) ? Optional.of(past.entry().id()
                + ": no setting asks for it any more; the command forget removes it")
                : past.worker().map(worker -> busy(past));
    }

    /** Why one that was named is not tried at once; none if it is. */
    Optional<String> objection(WindowHistory past) {
        var entry = past.entry();
        if (entry.delivered()) {
            return Optional.of(entry.id() + ": this window is delivered" + (isAsked(entry)
                    ? asked.get(entry.series()).again(entry)
                            .map(command -> "; " + command + " exports it again").orElse("")
                    : ", and no setting asks for it any more"));
        }
        return leftOut(past).or(() -> putsBack(past) || wakes(past) ? Optional.empty() : Optional.of(entry.id()
                + ": this window has not failed, and nothing holds it back; the next tick or `once` continues it"));
    }

    static String busy(WindowHistory past) {
        return past.entry().id() + ": " + past.worker().map(worker -> "the node " + worker.node() + " works on this "
                + "window until " + worker.until() + " at least")
                .orElse("a node has just started to work on this window")
                + "; `history` shows the result";
    }
}
