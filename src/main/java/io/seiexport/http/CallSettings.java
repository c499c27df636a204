package io.seiexport.http;

import java.time.Duration;

import io.seiexport.settings.Findings;

/**
 * The settings of the calls of the API: how often, and how patiently.
 *
 * @param maxAttempts  how many attempts one call has
 * @param firstDelay   the pause after the first of them, which then grows
 * @param maxDelay     up to this one
 * @param longestWait  the longest pause that a server may ask for: no server holds an export longer than it may take
 * @param perMinute    the calls of all nodes in a minute; neither polls nor other calls can do without one
 * @param stallTimeout the time in which a download has to bring something
 * @param reportTimeout the time in which a report has to begin, which the server makes while it is waited for
 */
public record CallSettings(int maxAttempts, Duration firstDelay, Duration maxDelay, Duration longestWait, int perMinute,
        Duration stallTimeout, Duration reportTimeout) {

    public static CallSettings read(Findings findings) {
        return new CallSettings(findings.read(settings -> settings.count("retry.max-attempts", 1)),
                findings.read(settings -> settings.duration("retry.first-delay")),
                findings.read(settings -> settings.duration("retry.max-delay")),
                findings.read(settings -> settings.lasting("poll.timeout")),
                findings.read(settings -> settings.count("sei.max-requests-per-minute", 2)),
                findings.read(settings -> settings.lasting("download.stall-timeout")),
                findings.read(settings -> settings.lasting("report.timeout")));
    }
}
