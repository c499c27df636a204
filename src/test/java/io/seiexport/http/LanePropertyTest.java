package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Nodes that know nothing of each other but the ledger, in a time that is made up. */
class LanePropertyTest {
    private static final long MILLI = 1_000_000;
    private static final long MINUTE = 60_000 * MILLI;
    /** Together no more than a second, which is what a lane allows them. */
    private static final int SLOWEST_ANSWER = 400;
    private static final int SLOWEST_WAKING = 600;

    /** A call that a node wants to make. */
    private record Wish(long at, Node node) {
    }

    /** The ledger, whose clock never goes back; whoever comes while it is busy waits. */
    private static final class Ledger {
        private final BookingsInMemory bookings = new BookingsInMemory(() -> this.now / MILLI);
        private long now;
    }

    private static final class Node {
        private final Ledger ledger;
        private final Random random;
        private final Lane lane;
        private long now;

        Node(Ledger ledger, Rate rate, Random random, long started) {
            this.ledger = ledger;
            this.random = random;
            // Clocks of nodes have nothing in common.
            lane = new Lane("any", rate, this::book, () -> now + started);
        }

        private long book(String name, long time, long credit) {
            ledger.now = Math.max(ledger.now, now + random.nextInt(SLOWEST_ANSWER) * MILLI);
            var begins = ledger.bookings.book(name, time, credit);
            now = ledger.now + random.nextInt(SLOWEST_ANSWER) * MILLI;
            return begins;
        }

        /** When the call begins. */
        long call(long at) throws SQLException {
            now = Math.max(now, at);
            var wait = lane.take(Long.MAX_VALUE);
            return now + wait + random.nextInt(SLOWEST_WAKING) * MILLI;
        }
    }

    @Property(tries = 400)
    void no_minute_holds_more_calls_of_all_nodes_than_the_budget(@ForAll @IntRange(min = 1, max = 700) int perMinute,
            @ForAll @IntRange(min = 1, max = 6) int nodes, @ForAll Random random) throws SQLException {
        var begun = calls(perMinute, nodes, random);

        for (var i = 0; i + perMinute < begun.size(); i++) {
            assertThat(begun.get(i + perMinute) - begun.get(i)).as("from call %s on", i).isGreaterThanOrEqualTo(MINUTE);
        }
    }

    /** Storms and rests of each node on its own, for some minutes. */
    private static List<Long> calls(int perMinute, int nodes, Random random) throws SQLException {
        var ledger = new Ledger();
        var wishes = new PriorityQueue<Wish>((one, other) -> Long.compare(one.at(), other.at()));
        for (var i = 0; i < nodes; i++) {
            var node = new Node(ledger, Rate.of(perMinute), random, random.nextLong(-MINUTE, MINUTE));
            var at = 0L;
            for (var call = 0; call < perMinute * 4 / nodes + 2; call++) {
                var longest = random.nextInt(8) == 0 ? 4 * 60_000 / perMinute * nodes + 5_000 : 60;
                at += random.nextInt(longest) * MILLI;
                wishes.add(new Wish(at, node));
            }
        }
        var begun = new ArrayList<Long>();
        while (!wishes.isEmpty()) {
            var wish = wishes.poll();
            begun.add(wish.node().call(wish.at()));
        }
        Collections.sort(begun);
        return begun;
    }
}
