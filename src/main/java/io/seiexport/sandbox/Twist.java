package io.seiexport.sandbox;

import io.seiexport.sandbox.Job.Fate;

/** What differs in work that is otherwise done as usual; each part is null, or 0, where nothing does. */
record Twist(Fate fate, String status, Packing packing, int edition) {
    static final Twist NONE = new Twist(null, null, null, 0);
}
