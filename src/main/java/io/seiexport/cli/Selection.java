package io.seiexport.cli;

import java.util.List;

import picocli.CommandLine.Option;

/** Which exports a command is about. */
final class Selection {
    @Option(names = "--export", paramLabel = "NAME",
            description = "Only this metric domain, for example ba; may be given several times.")
    private List<String> exports = List.of();

    List<String> exports() {
        return exports;
    }
}
