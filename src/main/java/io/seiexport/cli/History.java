package io.seiexport.cli;

import java.util.List;
import java.util.Map;

import io.seiexport.ledger.Past;

/** What the ledger knows of the windows of the server that the settings name. */
record History(Engine engine) {

    List<Past> all() throws Exception {
        var read = engine.ledger("ledger-history", Map.of());
        return Past.of(rows(read.getVariable("windows")), rows(read.getVariable("attempts")),
                rows(read.getVariable("deliveries")));
    }

    /** Those of the named domains, also of one that is switched off by now; all when none is named. */
    List<Past> of(List<String> named) throws Exception {
        var all = all();
        var unknown = named.stream().filter(name -> all.stream().noneMatch(past -> past.entry().domain().equals(name)))
                .toList();
        engine.domains(unknown);
        return all.stream().filter(past -> named.isEmpty() || named.contains(past.entry().domain())).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Object read) {
        return (List<Map<String, Object>>) read;
    }
}
