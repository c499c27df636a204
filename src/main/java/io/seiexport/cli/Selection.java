package io.seiexport.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which exports a command is about, and as of when. */
final class Selection {
    @Option(names = "--export", paramLabel = "NAME",
            description = "Only this metric domain, for example ba; may be given several times.")
    private List<String> exports = List.of();

    @Option(names = "--as-of", paramLabel = "INSTANT", converter = Moment.class,
            description = "As if it were this moment, for example 2026-04-02T06:00:00Z.")
    private Instant asOf = Instant.now();

    List<String> exports() {
        return exports;
    }

    Instant asOf() {
        return asOf;
    }

    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is no moment such as 2026-04-02T06:00:00Z");
            }
        }
    }
}
