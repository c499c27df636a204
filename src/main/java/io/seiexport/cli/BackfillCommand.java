package io.seiexport.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.seiexport.plan.PlanRequest;
import io.seiexport.plan.Planner;
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
        description = "Exports the closed windows of a date range that are not yet delivered, and exits.",
        footer = "%nA window is always exported whole, even if only some of its days are in the range. Delivered "
                + "windows are not requested again, so an interrupted backfill continues when you run it again.")
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

    @Option(names = "--force", description = "Exports delivered windows again; see empty-replaces for empty files.")
    private boolean force;

    @Override
    public Integer call() throws Exception {
        if (to.isBefore(from)) {
            throw new ParameterException(spec.commandLine(), "--to " + to + " is before --from " + from);
        }
        if (!force) {
            selection.refuse(Entry.DELIVERED, "delivered windows are exported again only with --force");
        }
        return Session.withBar().export(selection, this::ring, engines ->
                selection.nothing("Nothing is missing from " + from + " to " + to + "."));
    }

    private void ring(Engine engine) throws Exception {
        engine.ring(series(engine), new PlanRequest(engine.now(), Optional.empty(), Optional.of(from), Optional.of(to),
                force, selection.chosen()));
    }

    /** Whoever names a domain wants it; the others are passed over where their windows are no series. */
    private List<Domain> series(Engine engine) {
        var settings = engine.part(Settings.class);
        var series = new ArrayList<Domain>();
        for (var domain : engine.domains(selection.exports())) {
            if (domain.isSnapshot()) {
                if (contains(engine.part(Planner.class).today(engine.now()))) {
                    series.add(domain);
                } else {
                    passOver(domain);
                }
                continue;
            }
            var key = domain.key("window");
            if (!settings.text(key).startsWith("trailing:")) {
                series.add(domain);
            } else if (selection.exports().contains(domain.name())) {
                throw new SettingException(key, settings.text(key),
                        "a sliding window has no fixed series of windows, so there is nothing to backfill; to get "
                                + "those that ended before, set " + domain.key("since") + " to an earlier day");
            } else {
                System.err.println(engine.project().label() + domain.name() + " is skipped: " + key
                        + " = " + settings.text(key) + " is a sliding window and has no fixed series of windows");
            }
        }
        return series;
    }

    private boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    private void passOver(Domain domain) {
        var why = "a snapshot is of the day on which it is taken, so there is nothing to backfill of other days";
        if (selection.exports().contains(domain.name())) {
            throw new SettingException(domain.name() + ": " + why + "; with --force, --from and --to of today that of "
                    + "today is taken again");
        }
        System.err.println(domain.name() + " is skipped: " + why);
    }

    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                var day = LocalDate.parse(text);
                if (!Horizon.contains(day)) {
                    throw new TypeConversionException("'" + text + "' is not a date " + Horizon.IN_WORDS);
                }
                return day;
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is not a date such as 2026-01-31");
            }
        }
    }
}
