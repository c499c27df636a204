package io.seiexport.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.camel.Exchange;

/** The name of this process among those that share a ledger: its machine, its number there, and random digits. */
public final class Node {
    private static final int LONGEST_HOST = 60;
    private static final Pattern PROCESS = Pattern.compile("(.*)-(\\d{1,18})-[0-9a-f]{8}");

    private final String host = ofThisMachine();
    private final String name = host + "-" + ProcessHandle.current().pid() + "-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    public String name() {
        return name;
    }

    /** What all processes of this machine have in common. */
    public String host() {
        return host;
    }

    /** Whether a node is a process of this machine that has ended: nobody need wait for the end of its leases. */
    boolean isDead(String other) {
        var process = PROCESS.matcher(other);
        return process.matches() && process.group(1).equals(host) && !other.equals(name)
                && !runs(Long.parseLong(process.group(2)));
    }

    /** In a container each program has the same number, so another one of our own number is an earlier one. */
    private static boolean runs(long pid) {
        return pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Those of the rows that name a dead node, as a JSON list. */
    public String dead(Exchange exchange) {
        var list = JsonNodeFactory.instance.arrayNode();
        Entry.all(Entry.rows(exchange.getVariable("nodes"))).stream().map(Entry::leaseNode).filter(this::isDead)
                .forEach(node -> list.addObject().put("id", node));
        return list.toString();
    }

    /** Without its domain; of what a host can be called, only what fits in any log and any column. */
    private static String ofThisMachine() {
        var host = Stream.of("HOSTNAME", "COMPUTERNAME").map(System::getenv)
                .filter(given -> given != null && !given.isBlank()).findFirst().orElseGet(Node::asked)
                .replaceFirst("\\..*", "").replaceAll("[^\\w-]", "-");
        return host.isEmpty() ? "node" : host.substring(0, Math.min(LONGEST_HOST, host.length()));
    }

    private static String asked() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
