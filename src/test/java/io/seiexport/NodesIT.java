package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Several nodes with many exports, of which one is killed and one sleeps. It prints how long they took; with
 * {@code -Dit.test=NodesIT -Dnodes.exports=300} the start of the nodes is a small part of that, and it prints also how
 * long they take undisturbed.
 */
@Order(1)
class NodesIT extends Nodes {
    private static final int EXPORTS = Integer.getInteger("nodes.exports", 90);

    @Test
    void three_nodes_of_which_one_is_killed_and_one_sleeps_deliver_everything_once() throws Exception {
        if (System.getProperty("nodes.exports") != null) {
            var undisturbed = onPostgres("undisturbed");
            startNodes(undisturbed, 3, EXPORTS);
            System.out.println("NodesIT: " + EXPORTS + " exports took "
                    + timeUntilAllIsDelivered(undisturbed).toMillis() + " ms");
            allIsDeliveredOnce(undisturbed, sandbox);
            nodes.forEach(StartedProcess::close);
            nodes.clear();
        }

        try (var other = Sandbox.start(0, Options.defaults().lasting(Duration.ofSeconds(1), Duration.ofSeconds(3)))) {
            sandbox.close();
            sandbox = other;
            // In the same one lie the files of another server.
            folder = "data-of-the-disturbed";
            var disturbed = onPostgres("disturbed");
            startNodesUntilAllWork(disturbed, 3, EXPORTS, 5);
            nodes.get(0).signal("KILL");
            var left = freeze(disturbed, nodes.get(1));
            await().atMost(LIMIT).until(() -> heldBy(disturbed, nodes.get(1)).isEmpty());
            nodes.get(1).signal("CONT");
            var took = timeUntilAllIsDelivered(disturbed);
            System.out.println("NodesIT: " + EXPORTS + " exports took " + took.toMillis()
                    + " ms with one node killed and one that slept through the leases of " + left.size());

            awaitLost(nodes.get(1), left);
            allIsDeliveredOnce(disturbed, other);
            assertThat(nodes.get(2).errors()).doesNotContain("lease-lost", "The ledger is unavailable");
        }
    }
}
