package io.seiexport.routes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.seiexport.cli.Watcher;
import io.seiexport.delivery.Staged;
import io.seiexport.failure.Failure;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.plan.OwedExport;
import org.awaitility.Awaitility;

/** Keeps what became of each export, so that a test can wait for it and read it. */
public final class Ends implements Watcher {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<Export> queued = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final Map<Export, Job> jobs = new ConcurrentHashMap<>();
    private final Map<Export, Staged> delivered = new ConcurrentHashMap<>();
    private final List<Export> unchanged = new CopyOnWriteArrayList<>();
    private final List<Failure> attempts = new CopyOnWriteArrayList<>();
    private final List<Failure> postponed = new CopyOnWriteArrayList<>();
    private final Map<Export, Failure> failed = new ConcurrentHashMap<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();

    @Override
    public void queued(OwedExport owed) {
        queued.add(owed.export());
        reasons.add(owed.reason());
    }

    @Override
    public void created(Export export, Job job) {
        jobs.put(export, job);
    }

    @Override
    public void delivered(Export export, Staged staged, Duration total) {
        delivered.put(export, staged);
    }

    @Override
    public void unchanged(Export export, Staged staged) {
        unchanged.add(export);
    }

    @Override
    public void attemptFailed(Export export, Failure failure) {
        attempts.add(failure);
    }

    @Override
    public void postponed(Export export, Failure failure) {
        postponed.add(failure);
    }

    @Override
    public void failed(Export export, Failure failure) {
        failed.put(export, failure);
    }

    @Override
    public void closed(String window) {
        closed.add(window);
    }

    @Override
    public void lost(String domain) {
        lost.add(domain);
    }

    /** Returns when every export that was queued so far has ended. */
    public Ends await() {
        return await(queued.size());
    }

    /** Returns when so many exports have ended. */
    public Ends await(int count) {
        Awaitility.await().atMost(LIMIT).until(() -> closed.size() >= count);
        return this;
    }

    /** In the order of the queue. */
    public List<Export> queued() {
        return List.copyOf(queued);
    }

    /** Why each of them was owed. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** The job that the server named for each export when it was created. */
    public Map<Export, Job> jobs() {
        return Map.copyOf(jobs);
    }

    public Map<Export, Staged> delivered() {
        return Map.copyOf(delivered);
    }

    /** Of all calls together, in the order of their failing. */
    public List<Failure> failedAttempts() {
        return List.copyOf(attempts);
    }

    /** The failures that count against no window. */
    public List<Failure> postponed() {
        return List.copyOf(postponed);
    }

    /** Those that were exported anew and had not changed. */
    public List<Export> unchanged() {
        return List.copyOf(unchanged);
    }

    /** Those that have ended, however. */
    public List<String> closed() {
        return List.copyOf(closed);
    }

    /** The domain of each export whose lease was lost. */
    public List<String> lost() {
        return List.copyOf(lost);
    }

    public Map<Export, Failure> failed() {
        return Map.copyOf(failed);
    }
}
