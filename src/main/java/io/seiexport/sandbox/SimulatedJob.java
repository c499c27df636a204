package io.seiexport.sandbox;

import java.time.Instant;
import java.util.SplittableRandom;

/** One export job; its state follows from its age. */
record SimulatedJob(String exportId, Request request, Fate fate, Instant createdAt, Instant startsAt, Instant endsAt) {

    enum State { QUEUED, PROCESSING, COMPLETED, FAILED }

    /** Where a job ends: completed or failed, or stuck before either. */
    record Fate(State end, String error) {

        /** Exports of teams and trees whose names begin with "unknown" fail. */
        static Fate of(Request request) {
            if (unknown(request.team())) {
                return new Fate(State.FAILED, "Invalid teamId");
            }
            return unknown(request.tree()) ? new Fate(State.FAILED, "Invalid orgTreeName")
                    : new Fate(State.COMPLETED, null);
        }

        private static boolean unknown(String name) {
            return name.regionMatches(true, 0, "unknown", 0, "unknown".length());
        }
    }

    static SimulatedJob begin(String exportId, Request request, Fate fate, Options options) {
        var now = options.clock().instant();
        int percent = 50 + new SplittableRandom(request.body().toString().hashCode()).nextInt(51);
        var starts = now.plus(options.queued());
        return new SimulatedJob(exportId, request, fate, now, starts,
                starts.plus(options.processing().multipliedBy(percent).dividedBy(100)));
    }

    State state(Instant now) {
        if (fate.end() == State.QUEUED || now.isBefore(startsAt)) {
            return State.QUEUED;
        }
        return now.isBefore(endsAt) ? State.PROCESSING : fate.end();
    }
}
