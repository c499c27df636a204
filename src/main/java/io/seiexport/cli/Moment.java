package io.seiexport.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;

import io.seiexport.settings.Horizon;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The option --as-of: the moment as of which a command looks at what is owed. */
final class Moment {
    @Option(names = "--as-of", paramLabel = "INSTANT", converter = Reader.class,
            description = "Uses this time instead of now, for example 2026-04-02T06:00:00Z.")
    private Instant asOf = Instant.now();

    Instant asOf() {
        return asOf;
    }

    /** Refuses one at which no window could be reckoned with. */
    void demandPossible(CommandLine command) {
        if (!Horizon.contains(asOf)) {
            throw new ParameterException(command, "--as-of " + asOf + " is not a time " + Horizon.IN_WORDS);
        }
    }

    static final class Reader implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is not a time such as 2026-04-02T06:00:00Z");
            }
        }
    }
}
