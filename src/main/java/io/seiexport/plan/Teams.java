package io.seiexport.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.settings.Findings;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the teams that the key can see, as the ledger has them or as they were just read, and for how long. */
public final class Teams {
    private static final Logger LOG = LoggerFactory.getLogger(Teams.class);
    private static final String KEPT = "CamelSqlUpdateCount";
    private static final Known NOTHING = new Known(new TeamList(List.of()), Instant.EPOCH, 0);

    private final Duration cache;
    private final RunMode mode;
    private final Secrets secrets;
    private final InstantSource clock;
    private volatile Known known = NOTHING;
    private volatile boolean beingRead;
    /** Whether a command has read them, or tried to: once is enough for it. */
    private volatile boolean settled;

    /**
     * A list, and when it was read.
     *
     * @param readAt by the clock of this machine
     * @param mark   the same as the ledger has it
     */
    private record Known(TeamList list, Instant readAt, long mark) {
    }

    private Teams(Duration cache, RunMode mode, Secrets secrets, InstantSource clock) {
        this.cache = cache;
        this.mode = mode;
        this.secrets = secrets;
        this.clock = clock;
    }

    public static Teams read(Findings settings, RunMode mode, Secrets secrets, InstantSource clock) {
        return new Teams(settings.read(given -> given.duration("sei.teams-cache")), mode, secrets, clock);
    }

    /** Empty as long as they were never read. */
    public TeamList list() {
        return known.list;
    }

    public boolean areKnown() {
        return known != NOTHING;
    }

    public Instant readAt() {
        return known.readAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What the ledger has of them, which has just come, unless a newer list is known that no wrong clock has dated. */
    public void recall(Exchange exchange) {
        accept(Entry.rows(exchange.removeVariable("listed")));
    }

    /** The same of the row that it is, if there is one. */
    public synchronized void accept(List<Map<String, Object>> rows) {
        beingRead = false;
        for (var row : rows) {
            var entry = Entry.of(row);
            var now = entry.number("now");
            var mark = entry.number("read_at");
            beingRead = entry.number("reading_until") > now;
            var readAt = clock.instant().minusMillis(now - mark);
            if (!readAt.isBefore(known.readAt) || known.mark < mark || known.readAt.isAfter(clock.instant())) {
                TeamList.of((String) row.get("teams")).ifPresent(list -> known = new Known(list, readAt, mark));
            }
        }
    }

    /** Whether it is time to read them anew. */
    public boolean isOutdated() {
        return !settled && isOld();
    }

    private boolean isOld() {
        return !areKnown() || !clock.instant().isBefore(known.readAt.plus(cache));
    }

    /** Whether a node was reading them when the ledger was looked at last. */
    public boolean isBeingRead() {
        return beingRead;
    }

    public long cacheMillis() {
        return cache.toMillis();
    }

    /** When the list was read that is known now, as the ledger has it. */
    public long mark() {
        return known.mark;
    }

    /** The list that was just read, as it follows the one that is known; an empty one erases nothing. */
    public TeamList accept(Exchange exchange) throws ExportFailed {
        var list = exchange.getMessage().getBody(TeamList.class);
        if (list.size() == 0) {
            throw new ExportFailed(Reason.UNEXPECTED_ANSWER, "the server lists no leaf team that this key can see");
        }
        return areKnown() ? list.after(known.list) : list;
    }

    /** From here on the list counts that was just read; the change to the one before becomes the body. */
    public synchronized TeamChange adopt(Exchange exchange) {
        var list = exchange.getMessage().getBody(TeamList.class);
        var change = new TeamChange(known.list, list);
        var told = areKnown() && !mode.withoutEffect()
                && exchange.getMessage().getHeader(KEPT, 0, Integer.class) > 0;
        known = new Known(list, clock.instant(), known.mark);
        settled = !mode.onTheClock();
        return told ? change : TeamChange.NONE;
    }

    /** The list could not be read: the last one goes on to count. A command that knows none ends here. */
    public void keepLast(Exchange exchange) {
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        LOG.debug("the teams could not be read", thrown);
        settled = !mode.onTheClock();
        var why = secrets.blotOut(Failure.of(thrown).sentence());
        if (areKnown()) {
            LOG.warn("The teams could not be read: {}. Those of {} go on to count.", why, readAt());
        } else if (mode.onTheClock()) {
            LOG.warn("The teams could not be read: {}. No export of teams:... is owed before they are.", why);
        } else {
            throw new SettingException("the teams could not be read, and are not known from before: " + why);
        }
    }

    /** The team that a scope of the ledger names, if the domain exports it by way of the list. */
    Optional<Scope> find(TeamScopes scopes, String words) {
        return words.startsWith(Scope.TEAM)
                ? scopes.find(words.substring(Scope.TEAM.length()), known.list).map(team -> new Scope("", team.id()))
                : Optional.empty();
    }
}
