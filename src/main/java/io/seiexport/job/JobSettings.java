package io.seiexport.job;

import java.time.Duration;

import io.seiexport.settings.Findings;

/**
 * What another try of an export depends on.
 *
 * @param reuseWindow how long the server hands out the same job for the same request
 * @param giveUpAfter how many failures of its own a window may have in a row
 */
public record JobSettings(Duration reuseWindow, int giveUpAfter) {

    public static JobSettings read(Findings findings) {
        return new JobSettings(findings.read(settings -> settings.duration("sei.reuse-window")),
                findings.read(settings -> settings.count("export.give-up-after", 1)));
    }
}
