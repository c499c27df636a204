package io.seiexport.http;

import static io.seiexport.http.VirtualNodes.MILLI;
import static io.seiexport.http.VirtualNodes.MINUTE;
import static io.seiexport.http.VirtualNodes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.seiexport.http.VirtualNodes.Delays;
import io.seiexport.http.VirtualNodes.Wish;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Turns of nodes that share a ledger, in a time that is made up. */
class TurnsPropertyTest {
    /** Together no more than a second, which is what a turn allows them. */
    private static final Delays SLOWEST = new Delays(400, 400, 600);
    /** So long a call counts: a minute, what a call may be late, and the step in which it is counted. */
    private static final long COUNTS = MINUTE + 2 * SECOND + SECOND / 2;

    @Property(tries = 40)
    void no_minute_holds_more_calls_of_all_nodes_than_the_budget(@ForAll @IntRange(min = 2, max = 200) int perMinute,
            @ForAll @IntRange(min = 1, max = 6) int nodes, @ForAll Random random) throws SQLException {
        var network = new VirtualNodes(perMinute, random);
        for (var i = 0; i < nodes; i++) {
            stormsAndRests(network.new Node(SLOWEST), perMinute * 4 / nodes + 2, perMinute / nodes + 1, random);
        }
        var begun = network.run();

        for (var i = 0; i + perMinute < begun.size(); i++) {
            assertThat(begun.get(i + perMinute).begun - begun.get(i).begun).as("from call %s on", i)
                    .isGreaterThanOrEqualTo(MINUTE);
        }
    }

    /** Of more calls a minute some are booked in advance, and may not be used. */
    @Property(tries = 30)
    void a_call_only_waits_if_three_quarters_of_the_minute_are_used(@ForAll @IntRange(min = 2, max = 119) int perMinute,
            @ForAll Random random) throws SQLException {
        var network = new VirtualNodes(perMinute, random);
        stormsAndRests(network.new Node(Delays.NONE), perMinute * 4, perMinute, random);
        var begun = network.run();

        var oldest = 0;
        for (var i = 0; i < begun.size(); i++) {
            while (begun.get(oldest).begun <= begun.get(i).begun - COUNTS - MILLI) {
                oldest++;
            }
            if (begun.get(i).waited() > 0) {
                assertThat(i - oldest).as("before call %s", i).isGreaterThanOrEqualTo(perMinute - perMinute / 4);
            }
        }
    }

    @Property(tries = 40)
    void a_storm_of_any_kinds_uses_the_whole_of_each_minute(@ForAll @IntRange(min = 40, max = 300) int perMinute,
            @ForAll @DoubleRange(min = 0.1, max = 6) double minutes, @ForAll @DoubleRange(min = 0, max = 1) double polls,
            @ForAll Random random) throws SQLException {
        var network = new VirtualNodes(perMinute, random);
        var node = network.new Node(Delays.NONE);
        var calls = (int) Math.ceil(perMinute * minutes);
        for (var i = 0; i < calls; i++) {
            node.wish(random.nextDouble() < polls, 0);
        }
        var begun = network.run();

        var full = (calls - 1) / perMinute;
        var last = begun.get(calls - 1).begun;
        assertThat(last).isLessThanOrEqualTo((long) (COUNTS * (full + 1) * 1.01));
        assertThat(begun.stream().filter(wish -> wish.begun == 0).count())
                .isEqualTo(Math.min(calls, perMinute - perMinute / 4));
    }

    @Property(tries = 40)
    void whoever_comes_into_a_storm_of_the_other_kind_is_soon_let_go(@ForAll @IntRange(min = 40, max = 300) int perMinute,
            @ForAll boolean stormOfPolls, @ForAll Random random) throws SQLException {
        var network = new VirtualNodes(perMinute, random);
        var node = network.new Node(Delays.NONE);
        for (var i = 0; i < perMinute * 4; i++) {
            node.wish(stormOfPolls, 0);
        }
        var guests = new ArrayList<Wish>();
        for (var at = 0L; at < 3 * MINUTE; at += 10 * SECOND + random.nextLong(20 * SECOND)) {
            guests.add(node.wish(!stormOfPolls, at));
        }
        network.run();

        // A quarter of the minute is spread over it, and a guest is let go at the second turn or the third.
        var spread = COUNTS / (perMinute / 4 + 1);
        assertThat(guests).allSatisfy(guest -> assertThat(guest.waited()).isLessThanOrEqualTo(5 * spread));
    }

    @Property(tries = 30)
    void while_both_wait_polls_have_six_turns_of_ten(@ForAll @IntRange(min = 20, max = 200) int perMinute,
            @ForAll Random random) throws SQLException {
        var network = new VirtualNodes(perMinute, random);
        var node = network.new Node(Delays.NONE);
        var wishes = new ArrayList<Boolean>();
        for (var i = 0; i < perMinute * 2; i++) {
            wishes.add(i % 2 == 0);
        }
        Collections.shuffle(wishes, random);
        wishes.forEach(isPoll -> node.wish(isPoll, 0));
        // What comes first finds nobody waiting, and is let go at once.
        var turns = network.run().stream().filter(wish -> wish.waited() > 0).limit(perMinute / 20 * 10).toList();

        for (var i = 0; i + 10 <= turns.size(); i += 10) {
            assertThat(turns.subList(i, i + 10).stream().filter(wish -> wish.isPoll).count()).isEqualTo(6);
        }
    }

    @Property(tries = 30)
    void a_node_far_from_the_ledger_is_not_shut_out_by_one_that_is_near(@ForAll @IntRange(min = 60, max = 200)
            int perMinute, @ForAll Random random) throws SQLException {
        var network = new VirtualNodes(perMinute, random);
        var near = network.new Node(Delays.NONE);
        var far = network.new Node(new Delays(300, 300, 0));
        var ofFar = new ArrayList<Wish>();
        for (var i = 0; i < perMinute * 4; i++) {
            near.wish(true, 0);
            ofFar.add(far.wish(true, 0));
        }
        network.run();

        assertThat(ofFar.stream().filter(wish -> wish.begun < 4 * MINUTE).count())
                .isGreaterThan(perMinute * 4 / 8);
    }

    private static List<Wish> stormsAndRests(VirtualNodes.Node node, int calls, int ofAMinute, Random random) {
        var wishes = new ArrayList<Wish>();
        var at = 0L;
        for (var i = 0; i < calls; i++) {
            var longest = random.nextInt(8) == 0 ? 4 * 60_000 / ofAMinute + 5_000 : 60;
            at += random.nextInt(longest) * MILLI;
            wishes.add(node.wish(random.nextInt(10) < 6, at));
        }
        return wishes;
    }
}
