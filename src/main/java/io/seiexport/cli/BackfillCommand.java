package io.seiexport.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.seiexport.plan.PlanRequest;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Domain;
import io.seiexport.settings.Horizon;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(name = "backfill", mixinStandardHelpOptions = true,
        description = "Exports those windows of some days that are closed and not yet delivered, and ends.",
        footer = "%nThe windows are whole, also where only some of their days are asked for. What was delivered is not "
                + "asked for again, so a backfill that was cut short goes on when it is called again.")
final class BackfillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--from", paramLabel = "DATE", required = true, converter = Day.class,
            description = "The first day, for example 2026-01-01.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", required = true, converter = Day.class,
            description = "The last day, for example 2026-03-31.")
    private LocalDate to;

    @Mixin
    private final Selection selection = new Selection();

    @Option(names = "--force", description = "Also what has been delivered already, unless the server has no rows any more.")
    private boolean force;

    @Override
    public Integer call() throws Exception {
        if (to.isBefore(from)) {
            throw new ParameterException(spec.commandLine(), "--to " + to + " is before --from " + from);
        }
        if (!force) {
            selection.refuse(Entry.DELIVERED, "what is delivered is asked for again with --force only");
        }
        return Session.withBar().export(this::ring, engine ->
                selection.nothing("Nothing is missing from " + from + " to " + to + "."));
    }

    private void ring(Engine engine) throws Exception {
        selection.demandAsked(engine);
        for (var domain : series(engine)) {
            engine.ring(domain, new PlanRequest(Instant.now(), Optional.empty(), Optional.of(from), Optional.of(to), force,
                    selection.chosen()));
        }
    }

    /** Whoever names a domain wants it; the others are passed over where their windows are no series. */
    private List<Domain> series(Engine engine) {
        var settings = new Settings(engine.context());
        var series = new ArrayList<Domain>();
        for (var domain : engine.domains(selection.exports())) {
            var key = domain.key("window");
            if (!settings.text(key).startsWith("trailing:")) {
                series.add(domain);
            } else if (selection.exports().contains(domain.name())) {
                throw new SettingException(key, settings.text(key),
                        "this window slides from day to day and is no series, so there is nothing to fill in");
            } else {
                System.err.println(domain.name() + " is passed over: " + key + " = " + settings.text(key)
                        + " slides from day to day and is no series");
            }
        }
        return series;
    }

    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                var day = LocalDate.parse(text);
                if (!Horizon.holds(day)) {
                    throw new TypeConversionException("'" + text + "' is no day " + Horizon.SAID);
                }
                return day;
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is no day such as 2026-01-31");
            }
        }
    }
}
