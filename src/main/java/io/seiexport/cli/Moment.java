package io.seiexport.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** As of when a command looks at what is owed. */
final class Moment {
    @Option(names = "--as-of", paramLabel = "INSTANT", converter = Reader.class,
            description = "As if it were this moment, for example 2026-04-02T06:00:00Z.")
    private Instant asOf = Instant.now();

    Instant asOf() {
        return asOf;
    }

    static final class Reader implements ITypeConverter<Instant> {
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
