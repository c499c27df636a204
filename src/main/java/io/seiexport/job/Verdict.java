package io.seiexport.job;

import static io.seiexport.failure.Reason.Rule.KEEPS_JOB;
import static io.seiexport.failure.Reason.Rule.POSTPONES;

import java.time.Duration;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;

/**
 * The decision on the failure of an export, as the ledger keeps it: whether it counts, and when it is tried again.
 *
 * @param counts   1 if it is the window's own failure, 0 if the world is to blame or the program was stopped
 * @param postpones 1 if the world is to blame
 * @param most     how many failures of its own a window may have in a row
 * @param givesUp  whether this was the last of them: only a person puts it back
 * @param keepsJob whether the next try still polls the same job
 * @param pause    in milliseconds until the next try
 */
public record Verdict(Reason reason, String sentence, int counts, int postpones, int most,
        boolean givesUp, boolean keepsJob, long pause) {
    private static final int LONGEST_SENTENCE = 2000;

    static Verdict of(Failure failure, boolean atOnce, int failuresBefore, int most, Duration pause) {
        var reason = failure.reason();
        var counts = reason.counts() && !atOnce;
        var postpones = reason.does(POSTPONES) && !atOnce;
        var givesUp = counts && failuresBefore + 1 >= most;
        return new Verdict(reason, shortened(failure.sentence()), counts ? 1 : 0, postpones ? 1 : 0, most, givesUp,
                reason.does(KEEPS_JOB), pause.toMillis());
    }

    private static String shortened(String sentence) {
        return sentence.length() <= LONGEST_SENTENCE ? sentence
                : sentence.substring(0, LONGEST_SENTENCE).replaceFirst("\\p{Cs}$", "");
    }

    public Failure failure() {
        return new Failure(reason, sentence);
    }

    /** Whether the export has ended here because another node has claimed its window. */
    public static boolean isLost(Exchange exchange) {
        return exchange.getVariable("failure") instanceof Verdict failure && failure.reason() == Reason.LEASE_LOST;
    }

    /** What comes next, to a person, where this process lasts until then; nothing where nobody waits for it. */
    String outlook() {
        return outlook("; retried in " + Estimate.formatted(Duration.ofMillis(pause)));
    }

    /** The same where this process ends before. */
    String outlookBeyondTheEnd() {
        return outlook("; it stays owed, and the next `once` or `run` tries it again");
    }

    private String outlook(String whenTriedAgain) {
        if (reason == Reason.STOPPED) {
            return "";
        }
        return givesUp ? "; after " + most + " failures in a row it is given up: the command retry puts it back"
                : whenTriedAgain;
    }

    /** Whether it is started again right now, so that the export has not ended. */
    public boolean goesOn() {
        return pause == 0 && reason != Reason.STOPPED;
    }
}
