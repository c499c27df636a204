package io.seiexport.sandbox;

import io.seiexport.sandbox.Job.Fate;

/** What differs in work that is otherwise done as usual; each part is null where nothing does. */
record Twist(Fate fate, String status, Packing packing) {
    static final Twist NONE = new Twist(null, null, null);
}
