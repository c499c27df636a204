package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Linux tells of a process while it runs.
 *
 * @param processor  seconds of processor time so far, with those of its children that have ended
 * @param residentKb memory that it holds now
 * @param mostKb     the most memory that it ever held
 */
record ProcessLook(double processor, long residentKb, long mostKb, int threads) {
    private static final double TICKS_PER_SECOND = 100;

    /** Nothing of a process that has ended. */
    static Optional<ProcessLook> at(long pid) {
        try {
            var folder = Path.of("/proc", Long.toString(pid));
            var stat = Files.readString(folder.resolve("stat"));
            // The name of the command, in parentheses, may hold spaces.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var ticks = 0L;
            for (var field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            var status = Files.readAllLines(folder.resolve("status")).stream().map(line -> line.split(":\\s*"))
                    .collect(Collectors.toMap(line -> line[0], line -> line.length > 1 ? line[1] : "", (a, b) -> a));
            return Optional.of(new ProcessLook(ticks / TICKS_PER_SECOND, kilobytes(status.get("VmRSS")),
                    kilobytes(status.get("VmHWM")), Integer.parseInt(status.get("Threads"))));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** The later one; a process that has just ended tells no more how much memory it held. */
    ProcessLook thenLater(ProcessLook later) {
        return new ProcessLook(later.processor, later.residentKb, Math.max(mostKb, later.mostKb), later.threads);
    }

    private static long kilobytes(String amount) {
        return amount == null ? 0 : Long.parseLong(amount.replace(" kB", ""));
    }
}
