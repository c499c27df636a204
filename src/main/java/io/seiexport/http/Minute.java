package io.seiexport.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Knows which calls of all nodes are booked, and so when the next one may begin: never more than the limit within a
 * minute, wherever it begins. After a rest three quarters of them may begin at once. What is left is spread over the
 * time until more is free, so that whoever comes after a storm need not wait for a minute. In microseconds, by the clock
 * of the ledger.
 */
final class Minute {
    /** A call may begin so much later than its moment. */
    static final long LATE = 2_000_000;
    /** What begins within the same step is counted together. */
    private static final long STEP = 500_000;
    private static final long COUNTS = 60_000_000 + LATE;
    /** A clock that has gone back further was wrong, and what was booked by it is void. */
    private static final long BACK = 60_000_000;
    /** What of an even pace was not used is made up for within this time. */
    private static final long CATCHES_UP = 1_000_000;
    private static final int PART_THAT_IS_SPREAD = 4;

    private final int limit;
    private final TreeMap<Long, Integer> booked = new TreeMap<>();
    private long written = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    Minute(int limit) {
        this.limit = limit;
    }

    /** As it was written down; what cannot be read, such as an empty text, books nothing. */
    static Minute read(String text, int limit) {
        try {
            return text.isEmpty() ? new Minute(limit) : parsed(text, limit);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return new Minute(limit);
        }
    }

    private static Minute parsed(String text, int limit) {
        var minute = new Minute(limit);
        var words = text.split(" ");
        minute.written = Long.parseLong(words[0]);
        minute.last = Long.parseLong(words[1]);
        for (var i = 2; i < words.length; i++) {
            var step = words[i].split(":");
            minute.booked.put(Long.parseLong(step[0]), Integer.parseInt(step[1]));
        }
        return minute;
    }

    /** When it was written, the moment that was given last, and how many calls are booked in which step. */
    String text() {
        return written + " " + last + booked.entrySet().stream()
                .map(step -> " " + step.getKey() + ":" + step.getValue()).collect(Collectors.joining());
    }

    /** Books as many of these calls as may begin now, or else the next one that may. */
    Bookings.Booked book(int wanted, long now) {
        if (written > now + BACK) {
            booked.clear();
            last = Long.MIN_VALUE;
        }
        written = now;
        booked.headMap(stepOf(now - CATCHES_UP - COUNTS - STEP)).clear();
        var calls = 0;
        var wait = 0L;
        do {
            var moment = next(now);
            if (calls > 0 && moment > now) {
                break;
            }
            booked.merge(stepOf(Math.max(now, moment)), 1, Integer::sum);
            last = moment;
            wait = Math.max(0, moment - now);
            calls++;
        } while (wait == 0 && calls < wanted);
        return new Bookings.Booked(calls, wait);
    }

    /** The next moment; one that is past is made use of now. */
    private long next(long now) {
        var from = Math.max(last, now - CATCHES_UP);
        var counted = booked.tailMap(stepOf(from - COUNTS));
        var counting = counted.entrySet().iterator();
        var free = limit - counted.values().stream().mapToInt(Integer::intValue).sum();
        while (free <= 0) {
            var oldest = counting.next();
            from = endOf(oldest);
            free += oldest.getValue();
        }
        var spread = limit / PART_THAT_IS_SPREAD;
        if (free > spread) {
            return Math.max(from, now);
        }
        var pause = COUNTS / limit;
        var enoughIsFree = Long.MAX_VALUE;
        while (free <= spread && counting.hasNext()) {
            var step = counting.next();
            pause = Math.max(pause, (endOf(step) - from) / (free + 1));
            free += step.getValue();
            enoughIsFree = endOf(step);
        }
        return Math.min(from + pause, enoughIsFree);
    }

    private static long stepOf(long moment) {
        return Math.floorDiv(moment, STEP);
    }

    /** From then on its calls do not count any more. */
    private static long endOf(Map.Entry<Long, Integer> step) {
        return (step.getKey() + 1) * STEP + COUNTS;
    }
}
