package io.seiexport.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.camel.Exchange;

/**
 * The windows that this process works on, from their claim to their last word. Only their leases are renewed: a claim
 * whose answer was lost would otherwise keep its windows forever.
 */
public final class InHand {
    private final Map<String, Long> leases = new ConcurrentHashMap<>();
    private volatile int found;
    private volatile int afterClaim;

    /** Those that were claimed just now. */
    public void take(Exchange exchange) {
        var claimed = Entry.all(Entry.rows(exchange.getMessage().getBody()));
        claimed.forEach(entry -> leases.put(entry.id(), entry.leaseNo()));
        found = claimed.size();
        afterClaim = leases.size();
    }

    /** How many they are now. */
    public int size() {
        return leases.size();
    }

    /** How many the last claim has found. */
    public int found() {
        return found;
    }

    /** How many they were right after the last claim. */
    public int afterClaim() {
        return afterClaim;
    }

    /** The one that has ended here; it may have been claimed again by now. */
    public void letGo(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        leases.remove(entry.id(), entry.leaseNo());
    }

    /** As a JSON list. */
    public String leases() {
        var list = JsonNodeFactory.instance.arrayNode();
        leases.forEach((id, number) -> list.addObject().put("id", id).put("no", number));
        return list.toString();
    }
}
