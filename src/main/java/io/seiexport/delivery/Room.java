package io.seiexport.delivery;

import java.util.List;
import java.util.function.IntSupplier;

import io.seiexport.ledger.Entry;
import io.seiexport.ledger.InHand;
import io.seiexport.plan.InFlightLimit;
import org.apache.camel.Exchange;

/**
 * Says how many exports may be under way, and when there is room for a claim. Others begin while some do no more than
 * wait for a sink or a transform that takes long.
 */
public final class Room {
    /** A claim looks at all that is under way, so it comes when this part of it has ended. */
    private static final int PART = 20;

    private final InFlightLimit limit;
    private final IntSupplier windows;
    private final List<Deadline> deadlines;
    private final InHand inHand;

    /** The windows that a command remembers take their part of the heap. */
    public Room(InFlightLimit limit, IntSupplier windows, List<Deadline> deadlines, InHand inHand) {
        this.limit = limit;
        this.windows = windows;
        this.deadlines = List.copyOf(deadlines);
        this.inHand = inHand;
    }

    /** How many exports may be under way now: each that has waited for long makes room, up to as many again. */
    public int mostInFlight() {
        return limit.most(deadlines.stream().flatMap(Deadline::lasting).distinct().count(), windows.getAsInt());
    }

    /** Whether more may wait than the last claim has found: a command looks for some at a time. */
    public boolean isMoreToClaim() {
        return inHand.found() > 0 && inHand.size() < mostInFlight();
    }

    /**
     * Whether an export that has ended leaves something to claim: itself, as it has failed; what waits for what it has
     * probed; or what found no room.
     */
    public boolean isFreed(Exchange exchange) {
        var most = mostInFlight();
        return exchange.getVariable("failure") != null || isProbe(exchange)
                || inHand.afterClaim() >= most && most - inHand.size() >= Math.max(1, most / PART);
    }

    private static boolean isProbe(Exchange exchange) {
        return exchange.getVariable("entry") instanceof Entry entry && entry.probe();
    }
}
