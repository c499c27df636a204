package io.seiexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.settings.SettingException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.VetoCamelContextStartException;

/** Says in sentences why the program could not be started. */
final class StartFailure {
    private static final Path ROUTES = Path.of("routes");
    /** As Camel says it, which knows no files at that point. */
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate route ids detected: ([^ ]+)\\. ");

    private StartFailure() {
    }

    static List<String> sentences(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof VetoCamelContextStartException || cause instanceof SettingException) {
                return cause.getMessage().lines().toList();
            }
        }
        var where = "";
        var root = thrown;
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                where = "route " + route.getRouteId() + ": ";
            }
            if (cause instanceof FailedToStartRouteException route) {
                where = "route " + route.getRouteId() + ": ";
            }
            root = cause;
        }
        var duplicate = DUPLICATE.matcher(String.valueOf(root.getMessage()));
        if (duplicate.find()) {
            return List.of("not started: the routes " + duplicate.group(1).replace(",", ", ") + " stand more than once in "
                    + String.join(" and ", filesWith(duplicate.group(1).split(","))) + "; delete the copy, or give each "
                    + "route and step in it an id of its own");
        }
        return List.of("not started: " + where
                + (root.getMessage() == null ? root.getClass().getSimpleName() : inOneLine(root.getMessage())));
    }

    private static List<String> filesWith(String... ids) {
        var lines = Stream.of(ids).map(id -> Pattern.compile("(?m)^\\s*id:\\s*[\"']?" + Pattern.quote(id.strip())
                + "[\"']?\\s*$")).toList();
        try (var files = Files.walk(ROUTES)) {
            var found = new ArrayList<String>();
            for (var file : files.filter(each -> each.toString().endsWith(".camel.yaml")).sorted().toList()) {
                var text = Files.readString(file);
                if (lines.stream().anyMatch(line -> line.matcher(text).find())) {
                    found.add(file.toString());
                }
            }
            return found;
        } catch (IOException e) {
            return List.of(ROUTES.toString());
        }
    }

    /** Leaves out the piece of the file, far indented, that a YAML parser draws below its complaint. */
    private static String inOneLine(String message) {
        return message.lines()
                .filter(line -> !line.startsWith("    "))
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replaceFirst("[: ]+$", "");
    }
}
