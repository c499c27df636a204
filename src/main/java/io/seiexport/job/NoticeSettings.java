package io.seiexport.job;

import java.time.Duration;
import java.util.List;

import io.seiexport.settings.Findings;

/**
 * Who is told of failed exports.
 *
 * @param sinks   any Camel endpoints
 * @param timeout how long one of them may take for one notice
 */
public record NoticeSettings(List<String> sinks, Duration timeout) {
    public static final String SINKS = "notify.sinks";
    static final String TIMEOUT = "notify.timeout";

    public static NoticeSettings read(Findings findings) {
        return new NoticeSettings(findings.read(settings -> settings.list(SINKS)),
                findings.read(settings -> settings.lasting(TIMEOUT)));
    }
}
