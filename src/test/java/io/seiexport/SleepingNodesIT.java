package io.seiexport;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes that are killed, or that sleep for longer than their leases, while others work beside them. They sleep at two
 * steps, other ones each time: {@code -Dsleep.seed} takes the same again, {@code -Dsleep.steps=8} all of them.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class SleepingNodesIT extends Nodes {
    private static final int FEW = 30;
    /** With whether it sleeps after the step has been carried out. */
    private static final List<Arguments> STEPS = List.of(arguments("write-job", false), arguments("stage-file", false),
            arguments("refuse-foreign-in-folder", true), arguments("write-file", true),
            arguments("write-manifest-aside", true), arguments("withdraw-manifest-from-folder", true),
            arguments("rename-file", true), arguments("rename-manifest", true));

    static List<Arguments> steps() {
        var seed = Long.getLong("sleep.seed", System.nanoTime());
        System.out.println("SleepingNodesIT: -Dsleep.seed=" + seed);
        var shuffled = new ArrayList<>(STEPS);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Integer.getInteger("sleep.steps", 2));
    }

    @Test
    void two_processes_on_one_file_of_which_one_sleeps_deliver_everything_once() throws Exception {
        var cluster = onSqlite();
        startNodesUntilAllWork(cluster, 2, FEW, 1);

        var left = freeze(cluster, nodes.get(0));
        timeUntilAllIsDelivered(cluster);
        nodes.get(0).signal("CONT");
        awaitLost(nodes.get(0), left);

        allIsDeliveredOnce(cluster, sandbox);
        assertThat(nodes.get(1).errors()).doesNotContain("lease-lost", "The ledger is unavailable");
    }

    @Test
    void what_a_killed_process_held_goes_on_when_its_lease_is_over() throws Exception {
        var cluster = onSqlite();
        startNodesUntilAllWork(cluster, 2, FEW, 1);

        nodes.get(0).signal("KILL");
        timeUntilAllIsDelivered(cluster);

        allIsDeliveredOnce(cluster, sandbox);
        assertThat(nodes.get(1).errors()).doesNotContain("lease-lost", "The ledger is unavailable");
    }

    /** Asleep at this step, and awake only when another node has delivered the window. */
    @ParameterizedTest
    @MethodSource("steps")
    void a_node_that_sleeps_at_a_step_neither_delivers_over_its_successor_nor_writes_its_row(String step, boolean after)
            throws Exception {
        // Not in a file: whoever sleeps while another of its threads writes there holds up all others.
        var cluster = onPostgres("sleeper");
        var sleeper = installation(cluster, 0, 1).set("camel.beans.crash", "#class:io.seiexport.support.CrashAt");
        nodes.add(sleeper.crashing(step, after)
                .jvmOptions("-Dcrash.freezes=true").start("run"));
        await().atMost(LIMIT).until(() -> isAsleep(nodes.get(0)));
        var left = heldBy(cluster, nodes.get(0));
        var successor = installation(cluster, 1, 1);
        nodes.add(successor.start("run"));
        timeUntilAllIsDelivered(cluster);
        await("the staged name, which is a link to the file that landed, is taken away").atMost(LIMIT)
                .until(() -> successor.files("staging").equals(List.of(".in-use")));
        var landed = landings();
        assertThat(landed).as("the file of the successor and its manifest").hasSize(2);

        nodes.get(0).signal("CONT");
        awaitLost(nodes.get(0), left);

        assertThat(landings()).isEqualTo(landed);
        allIsDeliveredOnce(cluster, sandbox);
    }

    @Test
    void the_same_tick_of_three_nodes_plans_once() throws Exception {
        var cluster = onPostgres("ticks");
        var today = LocalDate.now(ZoneOffset.UTC);
        try (var server = Sandbox.start(0, Options.immediate())) {
            for (var number = 0; number < 3; number++) {
                nodes.add(installation(cluster, number, 2).exportingFrom(server.address())
                        .set("export.ba.window", "day").set("export.ba.settle", 2)
                        .set("export.ba.cron", "0/3 * * * * ?")
                        .set("export.ba.since", today.minusDays(6))
                        .set("sei.reuse-window", "0s")
                        .set("export.max-in-flight", 20).start("run"));
            }
            for (var node : nodes) {
                node.awaitOutput("\\(sei-export\\) started in", LIMIT);
            }
            var sofar = server.count(Call.CREATE, "ba");
            await().atMost(LIMIT).until(() -> server.count(Call.CREATE, "ba") >= sofar + 4 * 4
                    && requests(server).values().stream().filter(count -> count > 2).count() >= 4);
            nodes.forEach(StartedProcess::close);

            assumeTrue(today.equals(LocalDate.now(ZoneOffset.UTC)), "a day has ended amid the test");
            var times = requests(server).values();
            // The days before the last two keep the first tick.
            var ticks = Long.parseLong(
                    texts(cluster, "select (max(tick) - min(tick)) / 3000 + 1 from sei_window").get(0));
            assertThat(times).as("the last two days of both teams, and those before")
                    .filteredOn(count -> count > 1).hasSize(4).allMatch(count -> count > 2 && count <= ticks);
            assertThat(times).filteredOn(count -> count == 1).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    /** How often each export was asked for. */
    private static Map<String, Long> requests(Sandbox server) {
        return server.received().stream().filter(call -> call.method().equals("POST"))
                .collect(groupingBy(ReceivedCall::body, counting()));
    }
}
