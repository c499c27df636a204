package io.seiexport.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The memory of what arrived: the latest calls whole, all of them counted. */
final class CallLog {
    private static final int KEPT = 10_000;

    private final Deque<ReceivedCall> latest = new ArrayDeque<>();
    private final Map<List<Object>, Integer> counts = new HashMap<>();

    synchronized void add(ReceivedCall received) {
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.addLast(received);
    }

    synchronized void count(Call call, Domain domain) {
        counts.merge(key(call, domain), 1, Integer::sum);
    }

    synchronized List<ReceivedCall> received() {
        return List.copyOf(latest);
    }

    synchronized int countOf(Call call, Domain domain) {
        return counts.getOrDefault(key(call, domain), 0);
    }

    private static List<Object> key(Call call, Domain domain) {
        return domain == null ? List.of(call) : List.of(call, domain);
    }
}
