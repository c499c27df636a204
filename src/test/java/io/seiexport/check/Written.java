package io.seiexport.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.support.RouteFolder;

/** Files of routes for the rules that need no Camel: those of this project, and texts of a test beside them. */
final class Written {
    private final List<RouteParts> entries = new ArrayList<>();

    /** The engine of this project, so that what a route of a test uses of it is there. */
    static Written withTheEngine() throws Exception {
        var written = new Written();
        for (var file : RouteFolder.ofThisProject().files()) {
            if (file.getParent().endsWith("engine")) {
                written.file(file.toString(), Files.readString(file));
            }
        }
        return written;
    }

    Written file(String location, String text) {
        entries.addAll(RouteReader.read(location, text));
        return this;
    }

    /** A file of a sink with one route of this name and these steps. */
    Written sink(String name, String steps) {
        return file(path(name), """
                - route:
                    id: %s
                    group: sinks
                    from:
                      uri: direct
                      parameters:
                        name: %s
                      steps:
                """.formatted(name, name) + steps.indent(8));
    }

    /** The name of its file. */
    static String path(String sink) {
        return Path.of("routes", "sinks", sink + ".camel.yaml").toString();
    }

    List<RouteParts> entries() {
        return List.copyOf(entries);
    }
}
