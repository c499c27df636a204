package io.seiexport.delivery;

import java.util.List;
import java.util.function.IntSupplier;

/** Lets other exports begin while some do no more than wait for a sink or a transform that takes long. */
public final class Room {
    private final IntSupplier mostInFlight;
    private final List<Deadline> deadlines;

    public Room(IntSupplier mostInFlight, List<Deadline> deadlines) {
        this.mostInFlight = mostInFlight;
        this.deadlines = List.copyOf(deadlines);
    }

    /** How many exports may be under way now: each that has waited for long makes room, up to as many again. */
    public int mostInFlight() {
        var waiting = deadlines.stream().flatMap(Deadline::lasting).distinct().count();
        return mostInFlight.getAsInt() + (int) Math.min(waiting, mostInFlight.getAsInt());
    }
}
