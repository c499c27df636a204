package io.seiexport.cli;

import java.util.List;
import java.util.stream.Collectors;

import io.seiexport.settings.SettingException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.VetoCamelContextStartException;

/** Says in sentences why the program could not be started, or a clock could not say what is owed. */
final class StartFailure {
    private StartFailure() {
    }

    static List<String> sentences(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof VetoCamelContextStartException || cause instanceof SettingException) {
                return cause.getMessage().lines().toList();
            }
        }
        var where = "not started: ";
        var root = thrown;
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClockFailed clock) {
                where = clock.getMessage() + ": ";
            }
            if (cause instanceof FailedToCreateRouteException route) {
                where = "not started: route " + route.getRouteId() + ": ";
            }
            if (cause instanceof FailedToStartRouteException route) {
                where = "not started: route " + route.getRouteId() + ": ";
            }
            root = cause;
        }
        return List.of(where
                + (root.getMessage() == null ? root.getClass().getSimpleName() : inOneLine(root.getMessage())));
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
