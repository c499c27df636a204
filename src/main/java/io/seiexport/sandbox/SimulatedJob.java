package io.seiexport.sandbox;

import java.time.Instant;
import java.util.SplittableRandom;

/** One export job; its state follows from its age. */
record SimulatedJob(String exportId, Request request, Fate fate, Instant createdAt, Instant startsAt, Instant endsAt) {

    enum State {
        QUEUED, PROCESSING, COMPLETED, FAILED, CANCELLED;

        boolean isFailure() {
            return this == FAILED || this == CANCELLED;
        }
    }

    /** Where a job ends: completed, failed or cancelled, or stuck before that. */
    record Fate(State end, String error) {

        /**
         * Exports of teams and trees whose names begin with "unknown" fail, and a user cancels those of names that
         * begin with "cancelled".
         */
        static Fate of(Request request) {
            if (begins(request.team(), "unknown")) {
                return new Fate(State.FAILED, "Invalid teamId");
            }
            if (begins(request.tree(), "unknown")) {
                return new Fate(State.FAILED, "Invalid orgTreeName");
            }
            return begins(request.team(), "cancelled") || begins(request.tree(), "cancelled")
                    ? new Fate(State.CANCELLED, null) : new Fate(State.COMPLETED, null);
        }

        private static boolean begins(String name, String word) {
            return name.regionMatches(true, 0, word, 0, word.length());
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
