package io.seiexport.job;

import java.time.Duration;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.OwedExport;

/** Tells about how many calls of the API an export takes, if nothing goes wrong. */
public final class Calls {
    private final PollSchedule patience;

    public Calls(PollSchedule patience) {
        this.patience = patience;
    }

    /** The request, the polls, and the download; what an earlier try has left behind saves some of them. */
    public int of(OwedExport owed) {
        var state = owed.entry().map(Entry::state).orElse("");
        if (state.equals(Entry.STAGED)) {
            return 0;
        }
        var begun = owed.entry().filter(entry -> entry.begun(Entry.CREATED, owed.export().request())).isPresent();
        return begun ? 2 : 2 + patience.pollsOf(owed.usually().orElse(Duration.ZERO));
    }
}
