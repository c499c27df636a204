package io.seiexport.journal;

import java.util.Set;

import io.seiexport.failure.Failure;

/**
 * What the ledger keeps of a failure.
 *
 * @param counts   1 if it counts against the window, 0 if it is begun anew by itself or was only interrupted
 * @param most     how many failures in a row a window may have before only a person puts it back
 * @param keepsJob whether the job at the server is worth being asked after by the next try
 */
public record Verdict(String reason, String sentence, int counts, int most, boolean keepsJob) {
    private static final int LONGEST_SENTENCE = 2000;
    /** After these the job may still bring the file; after all others a new one is asked for. */
    private static final Set<String> OF_THE_WAY = Set.of("stopped", "deadline", "unreachable", "timeout", "not-ready",
            "server-error", "too-many-requests", "stalled", "input-output", "unreadable-answer", "tls", "settings",
            "unauthorized", "forbidden", "file", "sink", "internal");

    static Verdict of(Failure failure, boolean begunAnew, int most) {
        var sentence = failure.sentence();
        return new Verdict(failure.reason(),
                sentence.length() > LONGEST_SENTENCE ? sentence.substring(0, LONGEST_SENTENCE).replaceFirst("\\p{Cs}$", "") : sentence,
                begunAnew || failure.reason().equals("stopped") ? 0 : 1, most, OF_THE_WAY.contains(failure.reason()));
    }
}
