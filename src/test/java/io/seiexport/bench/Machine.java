package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Says on what was measured, so that a figure can be compared. */
final class Machine {

    private Machine() {
    }

    static String here() throws IOException {
        return "%d processors (%s), %d GB of memory, Java %s (%s), Linux %s; load at the start %s".formatted(
                Runtime.getRuntime().availableProcessors(), found("/proc/cpuinfo", "model name\\s*: (.*)"),
                Long.parseLong(found("/proc/meminfo", "MemTotal:\\s*(\\d+) kB")) / 1_000_000, Runtime.version(),
                System.getProperty("java.vm.vendor"), System.getProperty("os.version"),
                found("/proc/loadavg", "(\\S+)"));
    }

    private static String found(String file, String regex) throws IOException {
        var matcher = Pattern.compile(regex).matcher(Files.readString(Path.of(file)));
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
