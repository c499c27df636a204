package io.seiexport.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The simulator as tests use it: it tells what arrived, and goes wrong as it is told. */
public final class Sandbox extends Simulator {
    private final Faults faults = new Faults();
    private final CallLog journal = new CallLog();

    private Sandbox(int port, Options options) {
        super(port, options);
    }

    /** Starts a sandbox on a port of 127.0.0.1, on a free one if the port is 0. */
    public static Sandbox start(int port) {
        return start(port, Options.defaults());
    }

    public static Sandbox start(int port, Options options) {
        var sandbox = new Sandbox(port, options);
        sandbox.begin();
        return sandbox;
    }

    public Faults faults() {
        return faults;
    }

    /** The latest calls, the oldest first, whatever became of them. */
    public List<ReceivedCall> received() {
        return journal.received();
    }

    /** How many calls of a kind arrived in a domain, whatever became of them. */
    public int count(Call call, String domain) {
        return journal.countOf(call, Domain.named(domain));
    }

    /** How many calls of a kind that has no domain arrived, whatever became of them. */
    public int count(Call call) {
        return journal.countOf(call, null);
    }

    public OrgTrees orgTrees() {
        return trees;
    }

    /** How many jobs each request of a domain led to; the keys are the request bodies. */
    public Map<String, Long> jobsPerRequest(String domain) {
        return jobs.of(Domain.named(domain)).stream().map(SimulatedJob::request)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().body().toString(), Map.Entry::getValue, Long::max));
    }

    @Override
    Answer answer(ReceivedCall received) throws IOException {
        journal.add(received);
        var route = route(received);
        journal.count(route.call(), route.domain());
        var fault = faults.take(route, team(route, received));
        return fault.run(twist -> api.answer(route, received, twist), received);
    }

    /** The team that a call is about, or an empty text. */
    private String team(Route route, ReceivedCall received) {
        try {
            return switch (route.call()) {
                case CREATE, REPORT -> Request.of(route.domain(), received).team();
                case STATUS, DOWNLOAD -> api.find(route, received).request().team();
                case LIST -> received.query().getOrDefault("teamId", "");
                case TREES, TEAMS, FLAT, DEVELOPERS, IDENTITIES -> "";
            };
        } catch (Refused refused) {
            return "";
        }
    }
}
