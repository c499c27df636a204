package io.seiexport.sandbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * How a sandbox behaves.
 *
 * @param queued      how long a job is queued
 * @param processing  how long a job is processed at most; each takes its own share, at least half, always the same
 *                    for the same request
 * @param clock       tells the age of jobs
 * @param key         the one accepted API key, or null for any
 * @param sprintPaths the sprint paths that exist
 * @param reuse       how long an identical request is given the same job
 * @param reuseFailed whether a failed job is handed out again for an identical request, as any other
 * @param later       fields of a request, such as options.timeZone, that a later API might have: they are accepted
 *                    with any value, and change nothing but the request
 */
public record Options(Duration queued, Duration processing, InstantSource clock, String key, SprintPaths sprintPaths,
                      Duration reuse, boolean reuseFailed, Set<String> later) {
    private static final Duration USUAL_REUSE = Duration.ofMinutes(30);

    public static Options defaults() {
        return new Options(Duration.ofMillis(300), Duration.ofMillis(700), InstantSource.system(), null,
                SprintPaths.DOCUMENTED, USUAL_REUSE, true, Set.of());
    }

    /** Jobs are ready as soon as they are created. */
    public static Options immediate() {
        return defaults().lasting(Duration.ZERO, Duration.ZERO);
    }

    public Options lasting(Duration queued, Duration processing) {
        return new Options(queued, processing, clock, key, sprintPaths, reuse, reuseFailed, later);
    }

    public Options withClock(InstantSource clock) {
        return new Options(queued, processing, clock, key, sprintPaths, reuse, reuseFailed, later);
    }

    public Options withKey(String key) {
        return new Options(queued, processing, clock, key, sprintPaths, reuse, reuseFailed, later);
    }

    public Options withSprintPaths(SprintPaths sprintPaths) {
        return new Options(queued, processing, clock, key, sprintPaths, reuse, reuseFailed, later);
    }

    public Options reusingFor(Duration time) {
        return new Options(queued, processing, clock, key, sprintPaths, time, reuseFailed, later);
    }

    public Options withoutReuseOfFailed() {
        return new Options(queued, processing, clock, key, sprintPaths, reuse, false, later);
    }

    /** The API of a later day, which knows these fields, too. */
    public Options alsoKnowing(Set<String> fields) {
        return new Options(queued, processing, clock, key, sprintPaths, reuse, reuseFailed, Set.copyOf(fields));
    }
}
