package io.seiexport.job;

import java.time.Duration;

import io.seiexport.settings.Findings;

/**
 * How long a job is waited for, and when its export is tried again.
 *
 * @param firstDelay  until the first poll; the pauses then grow
 * @param maxDelay    up to this one
 * @param timeout     how long an export may take altogether
 * @param reuseWindow how long the server hands out the same job for the same request
 * @param giveUpAfter how many failures of its own a window may have in a row
 */
public record JobSettings(Duration firstDelay, Duration maxDelay, Duration timeout, Duration reuseWindow,
        int giveUpAfter) {

    public static JobSettings read(Findings findings) {
        return new JobSettings(findings.read(settings -> settings.duration("poll.first-delay")),
                findings.read(settings -> settings.lasting("poll.max-delay")),
                findings.read(settings -> settings.lasting("poll.timeout")),
                findings.read(settings -> settings.duration("sei.reuse-window")),
                findings.read(settings -> settings.count("export.give-up-after", 1)));
    }
}
