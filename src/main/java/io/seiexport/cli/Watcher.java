package io.seiexport.cli;

import java.time.Duration;

import io.seiexport.csv.ProvingStream;
import io.seiexport.csv.Restatement;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.job.Job;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;

/** Hears of each step of the exports when it is done, to show, count or collect it. */
public interface Watcher {

    default void queued(OwedExport owed) {
    }

    /** Its turn has come, after it has waited for so long since it was due. */
    default void claimed(Entry entry, Duration waited) {
    }

    /** A report: what answers the call that is made now is the file. */
    default void asked(Export export) {
    }

    default void created(Export export, Job job) {
    }

    default void polled(Export export, Job job) {
    }

    default void downloading(Export export, ProvingStream transfer, long expectedBytes) {
    }

    /** The file is here, and proven; for what is in it, it may still be refused. */
    default void staged(Export export, Staged staged) {
    }

    /** Now the sinks get the file, which an earlier try may have staged: then this comes in place of all before it. */
    default void delivering(Export export, Staged staged) {
    }

    /** Every sink has got it; in all it took so long since its turn had come. */
    default void delivered(Export export, Staged staged, Duration total) {
    }

    /** In place of delivered: the file is the very one that the sinks have got before, so it was kept from them. */
    default void unchanged(Export export, Staged staged) {
    }

    /** It was exported again and has changed; delivered follows. */
    default void restated(Export export, Restatement restatement) {
    }

    /** An attempt of a call that may be tried again. */
    default void attemptFailed(Export export, Failure failure) {
    }

    /** It has failed, is tried again by itself, and counts no failure. */
    default void postponed(Export export, Failure failure) {
    }

    default void failed(Export export, Failure failure) {
    }

    /** Only a person puts it back; failed came before. */
    default void givenUp(Export export) {
    }

    /** No setting asks for this window any more, or its day is over: it is not tried again by itself. */
    default void setAside(String window, Failure failure) {
    }

    /** A call of the API has waited so long for its turn. */
    default void turned(Duration waited) {
    }

    /** Another node has taken it over, since this one has kept silent for too long. */
    default void lost(String domain) {
    }

    /** It has not ended: it is claimed again right now, or another node has taken it over. */
    default void begunAnew(String window) {
    }

    /** The last word of a try: nothing of this window runs here any more. */
    default void closed(String window) {
    }
}
