package io.seiexport.delivery;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;

/**
 * A sink or a transform, whose steps are those of others: an export waits for them so long and no longer, and fails in
 * these words.
 *
 * @param endpoint as the settings name it
 * @param name     what the log calls it
 * @param subject  what the sentence of a failure calls it
 * @param rests    whether others are not tried either once it was cut off: it is down, and will be tried anew later
 */
record Guest(String endpoint, String name, String subject, Reason reason, boolean rests, TimeLimit limit) {

    /** Around the sentence stands which one it is. */
    static Guest sink(String sink, TimeLimit limit) {
        return new Guest(sink, "sink " + Export.sinkName(sink), "it", Reason.SINK, true, limit);
    }

    /** That one file is too much for it says nothing about others. */
    static Guest transform(Export export, TimeLimit limit) {
        return new Guest(export.transform(), "transform " + export.transform(), Transforms.name(export),
                Reason.TRANSFORM, false, limit);
    }

    ExportFailed cutOff() {
        return new ExportFailed(reason, subject + " was not done after " + limit + " and was cut off");
    }

    ExportFailed late() {
        return new ExportFailed(reason, "its deadline is over, and the export has gone on without it");
    }

    ExportFailed endedEarly() {
        return new ExportFailed(reason, "its route did not come to its end: it was stopped, or has handled an error "
                + "itself");
    }

    ExportFailed resting() {
        return new ExportFailed(Reason.HELD, "the last time " + subject + " was not done after " + limit);
    }

    /** A transform has not seen the file; a sink is held back, so that no other file is offered to it either. */
    ExportFailed stuck(int files) {
        return new ExportFailed(rests ? reason : Reason.HELD, files + " earlier files are still stuck in " + subject
                + ", cut off after " + limit);
    }
}
