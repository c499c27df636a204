package io.seiexport.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.seiexport.failure.Failure;
import io.seiexport.plan.Export;
import io.seiexport.csv.Restatement;
import org.apache.camel.Exchange;

/** One delivery of a staged file: which sinks are still to get it, and what has become of those that were tried. */
public final class Delivery {
    private final Export export;
    private final boolean sameAsBefore;
    private final List<String> owed;
    private final long lastModified;
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final List<String> failedSinks = new CopyOnWriteArrayList<>();
    private volatile boolean anyServed;
    private volatile Restatement restated;

    public Delivery(Export export, List<String> owed, boolean sameAsBefore, Restatement restated) {
        this(export, owed, sameAsBefore, restated, 0);
    }

    /** Of a file that was last modified then. */
    Delivery(Export export, List<String> owed, boolean sameAsBefore, Restatement restated, long lastModified) {
        this.lastModified = lastModified;
        this.export = export;
        this.owed = new CopyOnWriteArrayList<>(owed);
        this.sameAsBefore = sameAsBefore;
        this.restated = restated;
    }

    public static Delivery of(Exchange exchange) {
        return exchange.getVariable("delivery", Delivery.class);
    }

    /** The sinks that are still to get the file. */
    public List<String> owed() {
        return owed;
    }

    /** Whether no sink is to get it, since all hold the very same content from before. */
    public boolean isUnchanged() {
        return sameAsBefore && owed.isEmpty() && !anyServed;
    }

    /** Whether it has the very same content as the file delivered before. */
    public boolean isSameAsBefore() {
        return sameAsBefore;
    }

    /** Whether a sink is still to get the file. */
    boolean owes(String sink) {
        return owed.contains(sink);
    }

    /** Whether the file was last modified when it was at the begin. */
    boolean isOfBegin(long modified) {
        return lastModified == modified;
    }

    void spare(String sink) {
        owed.remove(sink);
    }

    void served(String sink) {
        anyServed = true;
        owed.remove(sink);
    }

    void failed(Failure failure) {
        failures.add(failure);
    }

    List<Failure> failures() {
        return failures;
    }

    /** Takes note of a sink, by what the ledger calls it, that is not tried again for a while. */
    void holdBack(String mark) {
        failedSinks.add(mark);
    }

    List<String> failedSinks() {
        return failedSinks;
    }

    void restated(Restatement difference) {
        restated = difference;
    }

    /** How it differs from the file before, where the window settles and something has changed; else null. */
    public Restatement restated() {
        return restated;
    }

    /** What has come of it, in the words of the log. */
    public String outcome() {
        return isUnchanged() ? "unchanged since it was delivered" : "delivered to " + export.sinkNames();
    }
}
