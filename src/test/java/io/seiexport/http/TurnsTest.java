package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import io.seiexport.http.VirtualNodes.Delays;
import org.junit.jupiter.api.Test;

/** How often the ledger is asked. */
class TurnsTest {
    private final VirtualNodes network = new VirtualNodes(60_000, new Random(1));
    private final VirtualNodes.Node node = network.new Node(Delays.NONE);

    @Test
    void many_calls_are_booked_together() throws Exception {
        for (var i = 0; i < 20_000; i++) {
            node.wish(true, i * 1_200_000L);
        }
        network.run();

        assertThat(network.bookings()).isLessThan(60);
    }

    @Test
    void so_are_all_that_wait() throws Exception {
        for (var i = 0; i < 45_000; i++) {
            node.wish(true, 0);
        }
        network.run();

        assertThat(network.bookings()).isLessThan(60);
    }

    @Test
    void after_a_rest_they_are_booked_one_by_one() throws Exception {
        for (var i = 0; i < 2_000; i++) {
            node.wish(true, 0);
        }
        network.run();
        var before = network.bookings();
        for (var i = 1; i <= 10; i++) {
            node.wish(true, i * 5 * VirtualNodes.SECOND);
        }
        network.run();

        assertThat(network.bookings() - before).isEqualTo(10);
    }

    @Test
    void calls_that_give_up_use_nothing_of_the_budget() throws Exception {
        var bookings = new BookingsInMemory(2, () -> 0);
        var turns = new Turns<Integer>(2, bookings, () -> 0);
        turns.join(1, true);
        turns.join(2, true);
        assertThat(turns.next()).contains(1);
        assertThat(turns.next()).contains(2);
        for (var call = 3; call < 100; call++) {
            turns.join(call, true);
            assertThat(turns.next()).isEmpty();
            turns.leave(call);
        }
        turns.join(100, true);

        assertThat(turns.next()).isEmpty();
        assertThat(turns.pause()).hasValue(62_500_000_000L);
    }

    @Test
    void what_a_node_has_booked_and_not_used_is_not_kept_for_later() throws Exception {
        var now = new long[1];
        var turns = new Turns<Integer>(400, new BookingsInMemory(400, () -> now[0] / 1_000_000), () -> now[0]);
        var call = 0;
        for (; call < 30; call++) {
            turns.join(call, true);
            assertThat(turns.next()).isPresent();
        }
        now[0] += 90 * VirtualNodes.SECOND;

        var atOnce = 0;
        for (turns.join(call, true); turns.next().isPresent(); turns.join(call, true)) {
            call++;
            atOnce++;
        }
        assertThat(atOnce).isEqualTo(300);
    }

    /** Each is requested, polled twice and downloaded; twenty of them at the same time. */
    @Test
    void two_thousand_exports_of_four_calls_take_little_more_than_the_twenty_minutes_that_the_budget_allows()
            throws Exception {
        var all = new VirtualNodes(400, new Random(1));
        var exports = all.new Node(Delays.NONE);
        for (var lane = 0; lane < 20; lane++) {
            export(exports, 0, 100);
        }
        var begun = all.run();

        assertThat(begun).hasSize(8_000);
        assertThat(begun.get(7_999).begun).isLessThan(21 * VirtualNodes.MINUTE);
    }

    private static void export(VirtualNodes.Node exports, long at, int left) {
        if (left > 0) {
            exports.wish(false, at).next = created -> exports.wish(true, created + 2 * VirtualNodes.SECOND).next =
                    first -> exports.wish(true, first + VirtualNodes.SECOND).next =
                            last -> exports.wish(false, last).next = got -> export(exports, got, left - 1);
        }
    }
}
