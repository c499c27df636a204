package io.seiexport.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.seiexport.support.RouteFolder;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The question that a domain's route asks, read from its file in routes/. */
final class RouteQuestion {

    private RouteQuestion() {
    }

    static String of(String domain) throws IOException {
        return constant(domain, "setBody", domain + "-question");
    }

    /** How the API spells the domain in its paths. */
    static String paths(String domain) throws IOException {
        return constant(domain, "setVariable", domain + "-paths");
    }

    private static String constant(String domain, String kind, String id) throws IOException {
        var text = RouteFolder.ofThisProject().text("export-" + domain);
        var entries = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        for (var step : (List<?>) in(entries.get(0), "route", "from", "steps")) {
            if (in(step, kind) instanceof Map<?, ?> found && id.equals(found.get("id"))) {
                return (String) in(found, "expression", "constant", "expression");
            }
        }
        throw new AssertionError("export-" + domain + " has no " + kind + " " + id);
    }

    private static Object in(Object map, String... keys) {
        for (var key : keys) {
            map = ((Map<?, ?>) map).get(key);
        }
        return map;
    }
}
