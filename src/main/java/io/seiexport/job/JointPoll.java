package io.seiexport.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Polls of one domain that became due at the same time: the first leads, the others wait for what it tells. */
final class JointPoll {
    private static final Set<String> BELIEVED = Set.of("QUEUED", "PROCESSING", "COMPLETED");
    private static final String LED = "seiJointPoll";
    private static final String TOLD_AT = "seiToldAt";

    private final List<Exchange> members = new ArrayList<>();
    private final List<AsyncCallback> waiting = new ArrayList<>();
    private final PollClock pollClock;
    private Instant asked;
    private Future<?> alarm;

    JointPoll(PollClock pollClock) {
        this.pollClock = pollClock;
    }

    /** The one that an exchange leads; null if it leads none. */
    static JointPoll of(Exchange exchange) {
        return exchange.getProperty(LED, JointPoll.class);
    }

    /** When the list was asked for that has told how the job of the exchange is; null if none has. */
    static Instant toldAt(Exchange exchange) {
        return exchange.getProperty(TOLD_AT, Instant.class);
    }

    /** Nothing of an earlier poll holds for the next one. */
    static void forget(Exchange exchange) {
        exchange.removeProperty(LED);
        exchange.removeProperty(TOLD_AT);
    }

    synchronized void add(Exchange member, AsyncCallback callback) {
        members.add(member);
        waiting.add(callback);
    }

    synchronized int size() {
        return members.size();
    }

    synchronized Set<String> ids() {
        return members.stream().map(member -> Job.of(member).exportId()).collect(Collectors.toSet());
    }

    /** When the first of their jobs was created; empty if that is not known of all. */
    synchronized Optional<Instant> oldest() {
        var begun = members.stream().map(member -> Job.of(member).begun()).toList();
        return begun.stream().allMatch(Optional::isPresent)
                ? begun.stream().flatMap(Optional::stream).min(Instant::compareTo) : Optional.empty();
    }

    /** The list is asked for now, by the clock of the server. */
    synchronized void begin(Instant now) {
        asked = now;
    }

    /** Sends the first one ahead to read the list; the others wait for it, but not for ever. */
    synchronized void lead(Duration longest) {
        members.get(0).setProperty(LED, this);
        alarm = pollClock.schedule(this::letGo, longest.toMillis(), TimeUnit.MILLISECONDS);
        goOn(waiting.remove(0));
    }

    /** Leaves each that still waits, and the first one, what was shown of its job; returns of how many that was. */
    synchronized int tell(Map<String, ListedJob> shown) {
        var gone = members.size() - waiting.size();
        var count = 0;
        for (var i = 0; i < members.size(); i++) {
            var member = members.get(i);
            var listed = i == 0 || i >= gone ? shown.get(Job.of(member).exportId()) : null;
            count += listed == null ? 0 : 1;
            if (listed != null && BELIEVED.contains(listed.status())) {
                member.getMessage().setBody(listed.answer());
                member.setProperty(TOLD_AT, asked);
            }
        }
        return count;
    }

    synchronized void letGo() {
        if (alarm != null) {
            alarm.cancel(false);
        }
        waiting.forEach(this::goOn);
        waiting.clear();
    }

    private void goOn(AsyncCallback callback) {
        pollClock.execute(() -> callback.done(false));
    }
}
