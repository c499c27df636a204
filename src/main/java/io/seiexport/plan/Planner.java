package io.seiexport.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a domain's question and settings into series of windows, finds what is owed of them, and makes it an export. */
public final class Planner implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** So many are held in memory together while a command works. */
    private static final int MOST_AT_ONCE = 20_000;

    private final Clock clock = Clock.systemUTC();
    private final OnceAnHour onceAnHour = new OnceAnHour();
    private CamelContext context;

    /** Called by the route export-plan: the body is the domain. */
    public List<Series> series(Exchange exchange) {
        var ask = PlanRequest.of(exchange, clock.instant());
        var domain = domain(exchange.getMessage().getBody());
        var all = series(domain, ask.now()).stream().filter(ask.chosen()::holds).toList();
        if (ask.from().isPresent()) {
            refuseTooMany(domain, all, ask);
        }
        return all;
    }

    private static Domain domain(Object body) {
        if (body instanceof Domain domain) {
            return domain;
        }
        throw new SettingException("export-plan needs a domain as the body, which a route gives it by ${ref:domain-...}");
    }

    /** One for each scope; wrong settings are refused here. */
    public List<Series> series(Domain domain, Instant now) {
        var settings = new Settings(context);
        var question = new Question(domain.name(), domain.request(), settings);
        var granularity = settings.required(question.key("granularity"), "the reporting interval of the rows");
        var scopes = scopes(question, settings);
        var sinks = sinks(question, settings);
        var rule = rule(question, settings);
        var zone = settings.zone("export.zone");
        var lag = settings.calendarAmount(question.key("closing-lag"));
        var closed = WindowRule.lastClosedDay(now, zone, lag);
        var last = rule.lastClosed(now, zone, lag);
        var since = settings.date(question.key("since"));
        var settle = settings.count(question.key("settle"), 0);
        var newSinksOwe = settings.flag("export.new-sinks-owe");
        if (last.isEmpty()) {
            onceAnHour.say(domain.name(), () -> LOG.info("{} owes nothing: its window is still open", domain));
        }
        var series = new ArrayList<Series>();
        for (var scope : scopes) {
            // The question is asked now, so that a wrong setting shows, and not when the window closes.
            question.request(scope, last.orElseGet(() -> rule.around(now.atZone(zone).toLocalDate())));
            series.add(new Series(domain.name(), spellings(domain), scope, granularity, question, rule, closed, last, since,
                    settle, newSinksOwe, sinks));
        }
        return List.copyOf(series);
    }

    private static List<String> spellings(Domain domain) {
        return List.of(domain.paths().split("\\s*,\\s*"));
    }

    private static List<String> sinks(Question question, Settings settings) {
        var sinks = settings.list(question.key("sinks"));
        if (sinks.isEmpty()) {
            throw SettingException.missing(question.key("sinks"), "where the files go, for example direct:sink-file");
        }
        return sinks;
    }

    private static WindowRule rule(Question question, Settings settings) {
        return WindowRule.parse(question.key("window"), settings.required(question.key("window"),
                "the days to export, for example month"));
    }

    private static void refuseTooMany(Domain domain, List<Series> series, PlanRequest ask) {
        var windows = series.stream().mapToLong(one -> one.last().map(last ->
                one.rule().from(ask.from().orElseThrow(), last).size()).orElse(0)).sum();
        if (windows > MOST_AT_ONCE) {
            throw new SettingException(domain.name() + " has more windows in these days than the " + MOST_AT_ONCE
                    + " exports that can be requested at once; split the range");
        }
    }

    /** Each series that the settings ask for, and that is chosen. */
    public List<Series> asked(Chosen chosen, Instant now) {
        return enabled().flatMap(domain -> series(domain, now).stream())
                .filter(chosen::holds).toList();
    }

    /** From this last day on the rows of the series are needed, which is the body, or whose dues are. */
    public String readFrom(Exchange exchange) {
        var series = exchange.getMessage().getBody() instanceof Dues dues ? dues.series()
                : exchange.getMessage().getBody(Series.class);
        var owedAgain = series.readFrom(Coverage.of(rows(exchange, "known")));
        var ask = PlanRequest.of(exchange, clock.instant());
        var byHand = ask.from().or(() -> series.last().filter(last -> ask.force()).map(Window::end));
        return byHand.filter(owedAgain::isAfter).orElse(owedAgain).toString();
    }

    /** The sinks of the series whose turn it is, as a JSON list of what the ledger calls them. */
    public String sinkMarks(Exchange exchange) {
        var list = JsonNodeFactory.instance.arrayNode();
        var marks = new SinkMarks(new Settings(context));
        exchange.getMessage().getBody(Series.class).sinks()
                .forEach(sink -> list.addObject().put("sink", marks.of(sink)));
        return list.toString();
    }

    /** What is owed of the series whose turn it is, going by the rows that the ledger has of it. */
    public Dues dues(Exchange exchange) {
        var debts = new Debts(exchange.getMessage().getBody(Series.class), PlanRequest.of(exchange, clock.instant()),
                Coverage.of(rows(exchange, "known")), rows(exchange, "windows").stream().map(Entry::of).toList(),
                rows(exchange, "lacking").stream().map(Entry::of).toList());
        return new Dues(debts, took(rows(exchange, "known")), new SinkMarks(new Settings(context)));
    }

    /** A command holds all of its exports in memory. */
    public void refuseTooMany(Exchange exchange) {
        var dues = exchange.getMessage().getBody(Dues.class);
        if (!new Settings(context).onTheClock() && dues.size() > MOST_AT_ONCE) {
            var domain = dues.series().domain();
            throw new SettingException(domain + " owes more than the " + MOST_AT_ONCE + " exports that can be "
                    + "requested at once; set export." + domain + ".since, or --from of a backfill, to a later day, or "
                    + "split the range");
        }
    }

    private static Optional<Duration> took(List<Map<String, Object>> series) {
        return series.stream().findFirst().map(row -> Entry.of(row).number("took_millis")).filter(millis -> millis > 0)
                .map(Duration::ofMillis);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Exchange exchange, String variable) {
        return exchange.getVariable(variable) instanceof List<?> rows ? (List<Map<String, Object>>) rows : List.of();
    }

    /** Says where a series begins that the ledger did not know: it may be a ledger that was lost. */
    public void tellBeginning(Exchange exchange) {
        var dues = exchange.getMessage().getBody(Dues.class);
        if (dues.isBeginning()) {
            LOG.info("{} is a new series and begins on {}; older windows are owed only if export.{}.since is set",
                    dues.series().name(), dues.coveredFrom(), dues.series().domain());
        }
    }

    /** Those of the windows that wait though they need not: all of them if a person asks, else what was set aside. */
    public String waking(Exchange exchange) {
        return exchange.getMessage().getBody(Dues.class).waking(!new Settings(context).onTheClock());
    }

    /** The domains that are switched on, as a JSON list. */
    public String domains() {
        var list = JsonNodeFactory.instance.arrayNode();
        enabled().forEach(domain -> list.addObject().put("id", domain.name()));
        return list.toString();
    }

    private Stream<Domain> enabled() {
        var settings = new Settings(context);
        return Domains.of(context).stream().filter(domain -> settings.flag(domain.key("enabled")));
    }

    public int mostInFlight() {
        return new Settings(context).count("export.max-in-flight", 1);
    }

    /** The row that the body is, with those of its deliveries. */
    @SuppressWarnings("unchecked")
    public Entry entry(Exchange exchange) {
        return new Entry(exchange.getMessage().getBody(Map.class), rows(exchange, "deliveries"));
    }

    /** The export of a row that was claimed, as the settings want it now. */
    public Export export(Exchange exchange) throws ExportFailed {
        var entry = exchange.getVariable("entry", Entry.class);
        var settings = new Settings(context);
        var domain = Domains.of(context).stream().filter(one -> one.name().equals(entry.domain())).findFirst();
        if (domain.isEmpty()) {
            throw orphaned(entry);
        }
        var question = new Question(entry.domain(), domain.get().request(), settings);
        var granularity = settings.required(question.key("granularity"), "the reporting interval of the rows");
        var scope = scopes(question, settings).stream().filter(one -> one.toString().equals(entry.scope())).findFirst()
                .orElseThrow(() -> orphaned(entry));
        var window = new Window(entry.start(), entry.end());
        var export = new Export(entry.domain(), spellings(domain.get()), scope, window, granularity,
                question.request(scope, window), sinks(question, settings));
        if (!export.name().equals(entry.id())) {
            throw orphaned(entry);
        }
        return entry.why().equals(Entry.NEW_SINK) ? export.toThoseWithout(entry.sinks(), new SinkMarks(settings)) : export;
    }

    private static ExportFailed orphaned(Entry entry) {
        return new ExportFailed(Reason.ORPHAN, "no setting asks for " + entry.series() + " any more; the command "
                + "forget removes what is owed of it");
    }

    /** The moment from which on the window of an export is closed. */
    public Instant closes(Export export) {
        var settings = new Settings(context);
        return export.window().closesAt(settings.zone("export.zone"),
                settings.calendarAmount("export." + export.domain() + ".closing-lag"));
    }

    /** Every setting that a domain has: those of all domains, and those its question has places for. */
    public Set<String> keys(Domain domain) {
        return new Question(domain.name(), domain.request(), new Settings(context)).keys();
    }

    private static List<Scope> scopes(Question question, Settings settings) {
        var key = question.key("scopes");
        var scopes = new ArrayList<Scope>();
        for (var text : settings.list(key)) {
            var scope = Scope.parse(key, text);
            if (scopes.contains(scope)) {
                throw new SettingException(key, text, "this scope is listed twice");
            }
            scopes.add(scope);
        }
        if (scopes.isEmpty()) {
            throw SettingException.missing(key, "whose metrics to export, for example team:456 or tree:Engineering");
        }
        return List.copyOf(scopes);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
