package io.seiexport.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Coverage;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.WindowFilter;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the settings of a domain into series of windows, finds what is owed of them, and makes each an export. */
public final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** So many are held in memory together while a command works. */
    private static final int MOST_AT_ONCE = 20_000;

    private final OnceAnHour onceAnHour = new OnceAnHour();
    private final Map<String, DomainSettings> read = new ConcurrentHashMap<>();
    /** Asked for at each call of each export. */
    private final Map<String, TemporalAmount> lags = new ConcurrentHashMap<>();
    /** What a domain allows does not depend on the day. */
    private final Set<Place> accepted = ConcurrentHashMap.newKeySet();
    private final Domains domains;
    private final Settings settings;
    private final PlanSettings ofAll;
    private final RunMode mode;
    private final SinkMarks marks;
    private final Teams teams;
    private final InstantSource clock;

    private record Place(String domain, Scope scope) {
    }

    public Planner(Domains domains, Settings settings, PlanSettings ofAll, RunMode mode, SinkMarks marks, Teams teams,
            InstantSource clock) {
        this.domains = domains;
        this.settings = settings;
        this.ofAll = ofAll;
        this.mode = mode;
        this.marks = marks;
        this.teams = teams;
        this.clock = clock;
    }

    /** Called by the route export-plan: the body is the domain. */
    public List<Series> series(Exchange exchange) {
        var ask = PlanRequest.of(exchange, clock.instant());
        return domain(exchange.getMessage().getBody()).exports(settings).stream()
                .flatMap(export -> series(export, ask).stream()).toList();
    }

    /** Those of them of which something may be owed, going by what the ledger knows of all of them. */
    public List<Series> toLookAt(Exchange exchange) {
        var ask = PlanRequest.of(exchange, clock.instant());
        var idle = rows(exchange, "idle").stream().collect(Collectors.toMap(row -> Entry.of(row).text("series"),
                row -> Coverage.of(List.of(row))));
        return series(exchange).stream().filter(series -> ask.byHand()
                || !series.isIdle(idle.getOrDefault(series.name(), Optional.empty()))).toList();
    }

    /** The exports that are made of the domain whose clock ticks, as a JSON list. */
    public String ofClock(Exchange exchange) {
        return WindowFilter.list(domain(exchange.getMessage().getBody()).exports(settings).stream().map(Domain::name)
                .toList());
    }

    private List<Series> series(Domain domain, PlanRequest ask) {
        var all = series(domain, ask.now()).stream().filter(ask.chosen()::contains).toList();
        if (ask.from().isPresent()) {
            refuseTooMany(domain, all, ask);
        }
        return all;
    }

    static Domain domain(Object body) {
        if (body instanceof Domain domain) {
            return domain;
        }
        throw new SettingException("export-plan needs a domain as its body, which a route sets by ${ref:domain-...}");
    }

    /** One for each scope, and for each team that one stands for; wrong settings are refused here. */
    public List<Series> series(Domain domain, Instant asOf) {
        var domainSettings = settings(domain);
        var now = moment(domain, asOf);
        var discovered = discovered(domainSettings);
        var scopes = scopes(domain);
        var rule = domainSettings.rule();
        var closed = WindowRule.lastClosedDay(now, ofAll.zone(), domainSettings.lag());
        var last = rule.lastClosed(now, ofAll.zone(), domainSettings.lag());
        if (last.isEmpty()) {
            onceAnHour.say(domain.name(), () -> LOG.info("{} owes nothing: its window is still open", domain));
        }
        var series = new ArrayList<Series>();
        var template = domainSettings.template();
        if (!domainSettings.teams().isEmpty()) {
            // The first may not be known yet, and a domain that takes no team is to be refused all the same.
            template.request(new Scope("", "*"), around(rule, now));
        }
        for (var scope : scopes) {
            var place = new Place(domain.name(), scope);
            if (!accepted.contains(place)) {
                // Made now, so that a wrong setting shows, and not when the window closes.
                template.request(scope, last.orElseGet(() -> around(rule, now)));
                accepted.add(place);
            }
            series.add(new Series(domain.name(), domainSettings.spellings(), scope, domainSettings.granularity(),
                    template, rule, closed, last, domainSettings.since().filter(since -> !isLate(domainSettings,
                            discovered.get(scope))), domainSettings.settle(), ofAll.newSinksOwe(),
                    domainSettings.sinks(), domainSettings.format(), ofAll.project()));
        }
        return List.copyOf(series);
    }

    /** Nobody can take a snapshot of a day that is over, whatever moment a command looks from. */
    private Instant moment(Domain domain, Instant asOf) {
        var now = clock.instant();
        return domain.isSnapshot() && asOf.isBefore(now) ? now : asOf;
    }

    private Window around(WindowRule rule, Instant now) {
        return rule.around(today(now));
    }

    /** Those that the settings name, then the teams that others of them stand for. */
    List<Scope> scopes(Domain domain) {
        var domainSettings = settings(domain);
        return Stream.concat(domainSettings.scopes().stream(), discovered(domainSettings).keySet().stream()).toList();
    }

    /** The teams that are exported although no scope names them. */
    private Map<Scope, Team> discovered(DomainSettings domainSettings) {
        var discovered = new LinkedHashMap<Scope, Team>();
        domainSettings.teams().of(teams.list()).forEach(team -> discovered.put(new Scope("", team.id()), team));
        domainSettings.scopes().forEach(discovered::remove);
        return discovered;
    }

    /** What a team was before anybody saw it is only owed if the settings say so. */
    private static boolean isLate(DomainSettings domainSettings, Team discovered) {
        return discovered != null && discovered.late() && !domainSettings.teams().newSince();
    }

    /** The scope that the ledger knows by these words, if the settings name it, or stand for its team. */
    Optional<Scope> scope(DomainSettings domainSettings, String words) {
        return domainSettings.scope(words).or(() -> teams.find(domainSettings.teams(), words));
    }

    DomainSettings settings(Domain domain) {
        return read.computeIfAbsent(domain.name(), name -> DomainSettings.read(domain, settings));
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
        return domains.enabled().stream().flatMap(domain -> series(domain, now).stream())
                .filter(chosen::contains).toList();
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
        exchange.getMessage().getBody(Series.class).sinks()
                .forEach(sink -> list.addObject().put("sink", marks.of(sink)));
        return list.toString();
    }

    /** What is owed of the series whose turn it is, going by the rows that the ledger has of it. */
    public Dues dues(Exchange exchange) {
        var debts = new Debts(exchange.getMessage().getBody(Series.class), PlanRequest.of(exchange, clock.instant()),
                Coverage.of(rows(exchange, "known")), Entry.all(rows(exchange, "windows")),
                Entry.all(rows(exchange, "lacking")));
        return new Dues(debts, took(rows(exchange, "known")), marks);
    }

    /** A command holds all of its exports in memory. */
    public void refuseTooMany(Exchange exchange) {
        var dues = exchange.getMessage().getBody(Dues.class);
        if (!mode.onTheClock() && dues.size() > MOST_AT_ONCE) {
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

    private static List<Map<String, Object>> rows(Exchange exchange, String variable) {
        return Entry.rows(exchange.getVariable(variable));
    }

    /** Says where a series begins that the ledger did not know: it may be a ledger that was lost. */
    public void tellBeginning(Exchange exchange) {
        var dues = exchange.getMessage().getBody(Dues.class);
        if (dues.isBeginning() && !dues.series().rule().isRepeatable()) {
            LOG.info("{} is a new series and begins on {}; a snapshot of an earlier day cannot be taken any more",
                    dues.series().name(), dues.coveredFrom());
        } else if (dues.isBeginning() && isSinceSet(dues.series().domain())) {
            LOG.info("{} is a new series and begins on {}, because its team came after the others; older windows are "
                    + "owed only if export.{}.new-teams-since is true", dues.series().name(), dues.coveredFrom(),
                    dues.series().domain());
        } else if (dues.isBeginning()) {
            LOG.info("{} is a new series and begins on {}; older windows are owed only if export.{}.since is set",
                    dues.series().name(), dues.coveredFrom(), dues.series().domain());
        }
    }

    private boolean isSinceSet(String domain) {
        return domains.named(domain).map(this::settings).flatMap(DomainSettings::since).isPresent();
    }

    /** Those of the windows that wait though they need not: all of them if a person asks, else what was set aside. */
    public String waking(Exchange exchange) {
        return exchange.getMessage().getBody(Dues.class).waking(!mode.onTheClock());
    }

    /** The domains that are switched on, as a JSON list. */
    public String domains() {
        return WindowFilter.list(domains.enabled().stream().map(Domain::name).toList());
    }

    public InFlightLimit inFlight() {
        return ofAll.inFlight();
    }

    /** The row that the body is, with those of its deliveries. */
    @SuppressWarnings("unchecked")
    public Entry entry(Exchange exchange) {
        return new Entry(exchange.getMessage().getBody(Map.class), rows(exchange, "deliveries"));
    }

    /** The export of a row that was claimed, as the settings want it now. */
    public Export export(Exchange exchange) throws ExportFailed {
        var entry = exchange.getVariable("entry", Entry.class);
        var domainSettings = settings(domains.named(entry.domain()).orElseThrow(() -> orphaned(entry)));
        var scope = scope(domainSettings, entry.scope())
                .orElseThrow(() -> orphaned(entry, domainSettings.teams()));
        var window = Window.of(entry);
        var export = new Export(entry.domain(), domainSettings.spellings(), scope, window, domainSettings.granularity(),
                request(entry, domainSettings, scope, window), domainSettings.sinks(),
                domainSettings.transform(), domainSettings.format(), domainSettings.template().report(),
                ofAll.project());
        if (!export.id().equals(entry.id())) {
            throw orphaned(entry);
        }
        return entry.why().equals(Entry.NEW_SINK) ? export.toThoseWithout(entry.sinks(), marks) : export;
    }

    /** A file that nobody can ask for any more answers the question that was asked in time. */
    private String request(Entry entry, DomainSettings domainSettings, Scope scope, Window window) {
        var isOver = !domainSettings.rule().isRepeatable() && hasEnded(window, clock.instant());
        return isOver && entry.state().equals(Entry.STAGED) ? entry.request()
                : domainSettings.template().request(scope, window);
    }

    /** A team may come back by itself. */
    private static ExportFailed orphaned(Entry entry, TeamScopes scopes) {
        return scopes.isEmpty() || !entry.scope().startsWith(Scope.TEAM) ? orphaned(entry)
                : new ExportFailed(Reason.ORPHAN, "no setting names " + entry.scope() + ", and it is not a team that "
                        + scopes + " stands for; it continues when it is one again, and the command forget removes "
                        + "what is owed of it");
    }

    private static ExportFailed orphaned(Entry entry) {
        return new ExportFailed(Reason.ORPHAN, "no setting asks for " + entry.series() + " any more; the command "
                + "forget removes what is owed of it");
    }

    /** The moment from which on the window of an export is closed. */
    public Instant closes(Export export) {
        return export.window().closesAt(ofAll.zone(), lags.computeIfAbsent(export.domain(), domain ->
                export.isSnapshot() ? Snapshot.LAG : settings.calendarAmount("export." + domain + ".closing-lag")));
    }

    /** By the time zone of windows and schedules. */
    public LocalDate today(Instant now) {
        return now.atZone(ofAll.zone()).toLocalDate();
    }

    /** Whether the day of a snapshot is over: what the server answers now is not what it knew then. */
    public boolean isOver(Export export, Instant now) {
        return export.isSnapshot() && hasEnded(export.window(), now);
    }

    private boolean hasEnded(Window window, Instant now) {
        return window.end().isBefore(today(now));
    }

    /** What the settings of a domain allow, and what is hardly meant. */
    public List<Doubt> doubts(Domain domain) {
        return new Doubts(settings(domain)).all(LocalDate.ofInstant(clock.instant(), ofAll.zone()));
    }

    /** Every setting that a domain has: those of all domains, and those its request has places for. */
    public Set<String> keys(Domain domain) {
        return new RequestTemplate(domain, settings).keys();
    }

    /** The settings that the request of a domain has places for. */
    public Set<String> places(Domain domain) {
        return new RequestTemplate(domain, settings).places();
    }
}
