package io.seiexport.job;

import static io.seiexport.failure.Reason.Rule.KEEPS_JOB;
import static io.seiexport.failure.Reason.Rule.POSTPONES;

import java.time.Duration;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;

/**
 * What the ledger keeps of a failure.
 *
 * @param counts   1 if it is the window's own failure, 0 if the world is to blame or the program was stopped
 * @param postpones 1 if the world is to blame
 * @param most     how many failures of its own a window may have in a row
 * @param givesUp  whether this was the last of them: only a person puts it back
 * @param keepsJob whether the job at the server is worth being asked after by the next try
 * @param pause    in milliseconds until the next try
 */
public record Verdict(Reason reason, String sentence, int counts, int postpones, int most,
        boolean givesUp, boolean keepsJob, long pause) {
    private static final int LONGEST_SENTENCE = 2000;

    static Verdict of(Failure failure, boolean atOnce, int failuresBefore, int most, Duration pause) {
        var sentence = failure.sentence();
        var reason = failure.reason();
        var counts = reason.counts() && !atOnce ? 1 : 0;
        return new Verdict(reason,
                sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE).replaceFirst("\\p{Cs}$", "") : sentence,
                counts, reason.does(POSTPONES) && !atOnce ? 1 : 0, most, counts > 0 && failuresBefore + counts >= most,
                reason.does(KEEPS_JOB), pause.toMillis());
    }

    /** What comes next, to a person; nothing where nobody waits for it. */
    public String outlook() {
        if (reason == Reason.STOPPED) {
            return "";
        }
        return givesUp ? "; after " + most + " failures in a row it is given up: the command retry puts it back"
                : "; tried again in " + said();
    }

    private String said() {
        var seconds = Math.round(pause / 1000.0);
        return seconds < 100 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }

    /** Whether it is begun anew right now, so that nothing of it has ended. */
    public boolean goesOn() {
        return pause == 0 && reason != Reason.STOPPED;
    }
}
