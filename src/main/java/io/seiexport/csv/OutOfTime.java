package io.seiexport.csv;

import java.util.Locale;

import io.seiexport.failure.Reason;
import io.seiexport.failure.Reasoned;

/** Ends a download that outlasts its export; no {@link java.io.IOException}, since those have another attempt. */
public final class OutOfTime extends RuntimeException implements Reasoned {
    private static final long serialVersionUID = 1L;

    OutOfTime(long received) {
        super(String.format(Locale.ROOT, "the download was not finished when the export's time was over, %d bytes had "
                + "arrived; allow more with poll.timeout", received));
    }

    @Override
    public Reason reason() {
        return Reason.DEADLINE;
    }
}
