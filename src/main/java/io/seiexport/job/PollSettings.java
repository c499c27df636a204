package io.seiexport.job;

import java.time.Duration;

import io.seiexport.settings.Findings;

/**
 * When a job is polled.
 *
 * @param firstDelay until the first poll; the pauses then grow
 * @param maxDelay   up to this one
 * @param timeout    how long an export may take altogether
 */
public record PollSettings(Duration firstDelay, Duration maxDelay, Duration timeout) {

    public static PollSettings read(Findings findings) {
        return new PollSettings(findings.read(settings -> settings.duration("poll.first-delay")),
                findings.read(settings -> settings.lasting("poll.max-delay")),
                findings.read(settings -> settings.lasting("poll.timeout")));
    }
}
