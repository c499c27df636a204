package io.seiexport.http;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongConsumer;

/** Nodes that know nothing of each other but the ledger, in a time that is made up. */
final class VirtualNodes {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1000 * MILLI;
    static final long MINUTE = 60 * SECOND;

    /** How long things take at most, in milliseconds: the way to the ledger, the way back, and until a call is sent. */
    record Delays(int there, int back, int sending) {
        static final Delays NONE = new Delays(0, 0, 0);
    }

    /** A call that a node wants to make. */
    static final class Wish {
        final boolean isPoll;
        final long at;
        long begun = -1;
        /** What follows from its answer, told when the call is sent. */
        LongConsumer next = sent -> { };

        Wish(boolean isPoll, long at) {
            this.isPoll = isPoll;
            this.at = at;
        }

        long waited() {
            return begun - at;
        }
    }

    /** What happens at a node, at the earliest at this moment; without a wish it looks whose turn it is. */
    private record Event(long at, long order, Node node, Wish wish) {
    }

    private final List<Wish> begun = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final BookingsInMemory bookings;
    private final int perMinute;
    private final Random random;
    private long ledgerTime;
    private long order;

    VirtualNodes(int perMinute, Random random) {
        this.perMinute = perMinute;
        this.random = random;
        bookings = new BookingsInMemory(perMinute, () -> ledgerTime / MILLI);
    }

    int bookings() {
        return bookings.count();
    }

    /** Lets all happen that was wished for, and returns the calls in the order in which they were sent. */
    List<Wish> run() throws SQLException {
        while (!events.isEmpty()) {
            var event = events.poll();
            event.node().at(event.at(), event.wish());
        }
        begun.sort(Comparator.comparingLong(wish -> wish.begun));
        return begun;
    }

    final class Node {
        private final Delays delays;
        private final Turns<Wish> turns;
        private long now;
        private long nextLook = Long.MAX_VALUE;

        Node(Delays delays) {
            this.delays = delays;
            // Clocks of nodes have nothing in common.
            var started = random.nextLong(-MINUTE, MINUTE);
            turns = new Turns<>(perMinute, this::book, () -> now + started);
        }

        Wish wish(boolean isPoll, long at) {
            var wish = new Wish(isPoll, at);
            events.add(new Event(at, order++, this, wish));
            return wish;
        }

        private Bookings.Booked book(int wanted) {
            // Whoever comes while it is busy waits; its clock never goes back.
            ledgerTime = Math.max(ledgerTime, now + upTo(delays.there()));
            var booked = bookings.book(wanted);
            now = ledgerTime + upTo(delays.back());
            return booked;
        }

        private void at(long moment, Wish wish) throws SQLException {
            now = Math.max(now, moment);
            if (wish != null) {
                turns.join(wish, wish.isPoll);
            } else if (moment >= nextLook) {
                nextLook = Long.MAX_VALUE;
            }
            for (var next = turns.next(); next.isPresent(); next = turns.next()) {
                next.get().begun = now + upTo(delays.sending());
                begun.add(next.get());
                next.get().next.accept(next.get().begun);
            }
            if (turns.pause().isPresent()) {
                lookAt(now + Math.max(1, turns.pause().getAsLong()));
            }
        }

        /** Unless it looks before that anyway. */
        private void lookAt(long moment) {
            if (moment < nextLook) {
                nextLook = moment;
                events.add(new Event(moment, order++, this, null));
            }
        }
    }

    private long upTo(int millis) {
        return millis == 0 ? 0 : random.nextInt(millis) * MILLI;
    }
}
