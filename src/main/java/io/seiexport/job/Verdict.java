package io.seiexport.job;

import static io.seiexport.failure.Reason.Rule.KEEPS_JOB;
import static io.seiexport.failure.Reason.Rule.POSTPONES;

import java.time.Duration;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import org.apache.camel.Exchange;

/**
 * What the ledger keeps of a failure.
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
        var sentence = failure.sentence();
        var reason = failure.reason();
        var counts = reason.counts() && !atOnce ? 1 : 0;
        return new Verdict(reason, sentence.length() > LONGEST_SENTENCE
                ? sentence.substring(0, LONGEST_SENTENCE).replaceFirst("\\p{Cs}$", "") : sentence,
                counts, reason.does(POSTPONES) && !atOnce ? 1 : 0, most, counts > 0 && failuresBefore + counts >= most,
                reason.does(KEEPS_JOB), pause.toMillis());
    }

    public Failure failure() {
        return new Failure(reason, sentence);
    }

    /** Whether the export has ended here because another node has claimed its window. */
    public static boolean isLost(Exchange exchange) {
        return exchange.getVariable("failure") instanceof Verdict failure && failure.reason() == Reason.LEASE_LOST;
    }

    /** What comes next, to a person; nothing where nobody waits for it. */
    public String outlook() {
        if (reason == Reason.STOPPED) {
            return "";
        }
        return givesUp ? "; after " + most + " failures in a row it is given up: the command retry puts it back"
                : "; retried in " + said();
    }

    private String said() {
        var seconds = Math.round(pause / 1000.0);
        return seconds < 100 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }

    /** Whether it is started again right now, so that the export has not ended. */
    public boolean goesOn() {
        return pause == 0 && reason != Reason.STOPPED;
    }
}
