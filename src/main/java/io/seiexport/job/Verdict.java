package io.seiexport.job;

import java.time.Duration;
import java.util.Set;

import io.seiexport.failure.Failure;
import io.seiexport.ledger.Lease;
import org.apache.camel.Exchange;

/**
 * What the ledger keeps of a failure.
 *
 * @param counts   1 if it is the window's own failure, 0 if the world is to blame or the program was stopped
 * @param postpones 1 if the world is to blame
 * @param most     how many failures of its own a window may have in a row
 * @param givesUp  whether this was the last of them: only a person puts it back
 * @param keepsJob whether the next attempt still polls the same job
 * @param pause    in milliseconds until the next try
 */
public record Verdict(String reason, String sentence, int counts, int postpones, int most,
        boolean givesUp, boolean keepsJob, long pause) {
    private static final int LONGEST_SENTENCE = 2000;
    /** After these the job may still bring the file; after all others a new one is asked for. */
    private static final Set<String> OF_THE_WAY = Set.of("stopped", "deadline", "unreachable", "timeout", "not-ready",
            "server-error", "too-many-requests", "stalled", "input-output", "unreadable-answer", "tls", "settings",
            "unauthorized", "forbidden", "file", "sink", "foreign-file", "internal");
    /** What is wrong with the server, the way to it, a disk or a sink, and not with the window. */
    private static final Set<String> OF_THE_WORLD = Set.of("unauthorized", "forbidden", "unreachable", "tls", "timeout",
            "server-error", "too-many-requests", "stalled", "input-output", "unreadable-answer", "unexpected-answer",
            "redirect", "not-found", "not-ready", "file", "sink", "settings", "internal", "stale", "open-window");
    private static final String STOPPED = "stopped";

    static Verdict of(Failure failure, boolean atOnce, int failuresBefore, int most, Duration pause) {
        var sentence = failure.sentence();
        var world = OF_THE_WORLD.contains(failure.reason());
        var counts = atOnce || world || failure.reason().equals(STOPPED) ? 0 : 1;
        return new Verdict(failure.reason(),
                sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE).replaceFirst("\\p{Cs}$", "") : sentence,
                counts, world && !atOnce ? 1 : 0, most, counts > 0 && failuresBefore + counts >= most,
                OF_THE_WAY.contains(failure.reason()), pause.toMillis());
    }

    public Failure failure() {
        return new Failure(reason, sentence);
    }

    /** Whether the world is to blame, so that the window counts no failure. */
    static boolean isOfTheWorld(String reason) {
        return OF_THE_WORLD.contains(reason);
    }

    /** Whether the export has ended here because another node has claimed its window. */
    public static boolean isLost(Exchange exchange) {
        return exchange.getVariable("failure") instanceof Verdict failure && failure.reason().equals(Lease.LOST);
    }

    /** What comes next, to a person; nothing where nobody waits for it. */
    public String outlook() {
        if (reason.equals(STOPPED)) {
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
        return pause == 0 && !reason.equals(STOPPED);
    }
}
