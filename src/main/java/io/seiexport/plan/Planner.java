package io.seiexport.plan;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.seiexport.ledger.Entries;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a domain's question into the exports that are owed: for each scope those of its windows that are closed. */
public final class Planner implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** So many are held in memory together while a command works; a clock takes fewer at a time. */
    private static final int MOST_AT_ONCE = 20_000;

    private final Clock clock = Clock.systemUTC();
    private CamelContext context;

    /** Called by the route export-plan: the body is the question, the variables name the domain and what is known. */
    @SuppressWarnings("unchecked")
    public List<Owed> owed(Exchange exchange) {
        var known = Entries.of(exchange.getVariable("windows", List.class),
                exchange.getVariable("deliveries", List.class));
        return owed(exchange.getVariable("domain", String.class), exchange.getVariable("paths", String.class),
                exchange.getMessage().getBody(String.class), Ask.of(exchange, clock.instant()), known);
    }

    /** Oldest first; wrong settings are refused here. */
    public List<Owed> owed(String domain, String paths, String template, Ask ask, Entries known) {
        var settings = new Settings(context);
        var question = new Question(domain, template, settings);
        var granularity = settings.required(question.key("granularity"), "the reporting interval of the rows");
        var scopes = scopes(question, settings);
        var sinks = settings.list(question.key("sinks"));
        if (sinks.isEmpty()) {
            throw SettingException.missing(question.key("sinks"), "where the files go, for example direct:sink-file");
        }
        var rule = WindowRule.parse(question.key("window"), settings.required(question.key("window"),
                "the days to ask for, for example month"));
        var zone = settings.zone("export.zone");
        var lag = settings.calendarAmount(question.key("closing-lag"));
        var debts = new Debts(rule, ask, known, settings.date(question.key("since")),
                settings.count(question.key("settle"), 0), settings.flag("export.new-sinks-owe"));
        var last = rule.lastClosed(ask.now(), zone, lag);
        if (last.isEmpty()) {
            // The question is asked all the same, so that a wrong setting shows now and not when the window closes.
            scopes.forEach(scope -> question.request(scope, rule.around(ask.now().atZone(zone).toLocalDate())));
            LOG.info("{} owes nothing: its window is still open", domain);
            return List.of();
        }
        var spellings = List.of(paths.split("\\s*,\\s*"));
        var owed = new ArrayList<Owed>();
        var most = settings.onTheClock() ? settings.count("export.max-per-tick", 1) : MOST_AT_ONCE;
        var all = 0L;
        for (var scope : scopes) {
            var ofScope = debts.of(last.get(), window -> new Export(domain, spellings, scope, window, granularity,
                    question.request(scope, window), sinks));
            owed.addAll(ofScope);
            all += ofScope.size();
            if (owed.size() > most && !settings.onTheClock()) {
                throw new SettingException(domain + " owes more than the " + MOST_AT_ONCE + " exports that can be "
                        + "asked for at once; let " + question.key("since") + " or the days of a backfill begin later, "
                        + "or go on in parts");
            }
            // After each scope, for there may be thousands of both scopes and windows.
            keepFairest(owed, most);
        }
        if (all > owed.size()) {
            LOG.info("{} owes {} exports; {} are asked for now, the others by the next ticks", domain, all, most);
        }
        owed.sort(Owed.OLDEST_FIRST);
        return List.copyOf(owed);
    }

    private static void keepFairest(List<Owed> owed, int most) {
        if (owed.size() > most) {
            owed.sort(Owed.FAIREST_FIRST);
            owed.subList(most, owed.size()).clear();
        }
    }

    /** The moment from which on the window of an export is closed. */
    public Instant closes(Export export) {
        var settings = new Settings(context);
        return export.window().closesAt(settings.zone("export.zone"),
                settings.calendarAmount("export." + export.domain() + ".closing-lag"));
    }

    /** Every setting that a domain has: those of all domains, and those its question has places for. */
    public Set<String> keys(String domain, String template) {
        return new Question(domain, template, new Settings(context)).keys();
    }

    private static List<Scope> scopes(Question question, Settings settings) {
        var key = question.key("scopes");
        var scopes = new ArrayList<Scope>();
        for (var text : settings.list(key)) {
            var scope = Scope.parse(key, text);
            if (scopes.contains(scope)) {
                throw new SettingException(key, text, "this scope stands there twice");
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
