package io.seiexport.sandbox;

import io.seiexport.sandbox.SimulatedJob.Fate;

/** What differs in work that is otherwise done as usual; each part is null, or 0, where nothing does. */
record Deviation(Fate fate, String status, int edition) {
    static final Deviation NONE = new Deviation(null, null, 0);
}
