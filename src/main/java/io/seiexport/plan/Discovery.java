package io.seiexport.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.ledger.Entry;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the scopes of the domains against the teams that the key can see, and says what a person should know. */
public final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final int MOST_NAMED = 10;

    private final OnceAnHour onceAnHour = new OnceAnHour();
    private final Domains domains;
    private final Planner planner;
    private final Teams teams;

    public Discovery(Domains domains, Planner planner, Teams teams) {
        this.domains = domains;
        this.planner = planner;
        this.teams = teams;
    }

    /** Whether some scope of the exports of the domain, which is the body, stands for many teams. */
    public boolean isNeeded(Exchange exchange) {
        return exports(exchange).anyMatch(this::isNeeded);
    }

    private Stream<Domain> exports(Exchange exchange) {
        return Planner.domain(exchange.getMessage().getBody()).exports(domains.settings()).stream();
    }

    public boolean isNeeded(Domain domain) {
        return !scopes(domain).isEmpty();
    }

    private TeamScopes scopes(Domain domain) {
        return planner.settings(domain).teams();
    }

    /** Whether the claimed window is that of a team that this node has not heard of, though another node may have. */
    public boolean lacksTeam(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return domains.named(entry.domain()).map(planner::settings).filter(settings -> !settings.teams().isEmpty()
                && planner.scope(settings, entry.scope()).isEmpty()).isPresent();
    }

    /** Says of each domain which of its teams have come and gone; the body is how their list has changed. */
    public void tellChange(Exchange exchange) {
        var change = exchange.getMessage().getBody(TeamChange.class);
        for (var domain : domains.enabled()) {
            var scopes = scopes(domain);
            var come = change.come(scopes);
            var gone = change.gone(scopes);
            if (!come.isEmpty()) {
                LOG.info("{}: {} new: {}", domain, come.size() == 1 ? "1 team is" : come.size() + " teams are",
                        named(come));
            }
            if (!gone.isEmpty()) {
                LOG.warn("{}: {} that {} stood for {}; nothing more is owed of {} until {} back: {}", domain,
                        gone.size() == 1 ? "1 team" : gone.size() + " teams", scopes,
                        gone.size() == 1 ? "is gone" : "are gone", gone.size() == 1 ? "it" : "them",
                        gone.size() == 1 ? "it is" : "they are", named(gone));
            }
        }
    }

    private static String named(List<Team> teams) {
        return teams.stream().limit(MOST_NAMED).map(team -> team.name() + " (" + Scope.TEAM + team.id() + ")")
                .collect(Collectors.joining(", ")) + (teams.size() > MOST_NAMED
                        ? " and " + (teams.size() - MOST_NAMED) + " more" : "");
    }

    /** Warns of scopes of the exports of the domain, which is the body, that stand for no team at all. */
    public void tellIdle(Exchange exchange) {
        if (teams.areKnown()) {
            exports(exchange).flatMap(export -> idle(export, teams.list()).stream())
                    .forEach(sentence -> onceAnHour.say(sentence, () -> LOG.warn("{}", sentence)));
        }
    }

    /** A sentence for each scope of a domain that stands for many teams, and for which there is none. */
    public List<String> idle(Domain domain, TeamList list) {
        var scopes = scopes(domain);
        return scopes.trees().stream().filter(tree -> scopes.of(tree, list).isEmpty())
                .map(tree -> domain.key("scopes") + ": " + TeamScopes.word(tree) + (TeamScopes.isUnknown(tree, list)
                        ? " names a tree that this key does not see" : " stands for no team, as "
                                + domain.key("teams-include") + " and " + domain.key("teams-exclude") + " are")
                        + "; the command teams lists what it sees")
                .toList();
    }

    /** A sentence for each scope of a domain that names a team or a tree which is not in the list. */
    public List<String> unseen(Domain domain, TeamList list) {
        var sentences = new ArrayList<String>();
        for (var scope : planner.settings(domain).scopes()) {
            if (!scope.tree().isEmpty() && !list.hasTree(scope.tree())) {
                sentences.add(domain.key("scopes") + ": " + scope + " names a tree that this key does not see");
            } else if (!scope.team().isEmpty() && !list.hasTeam(scope.team())) {
                sentences.add(domain.key("scopes") + ": " + scope + " names a team that this key does not see");
            }
        }
        return sentences;
    }

    /** The names of the domains that export each scope, as the settings spell it. */
    public Map<String, List<String>> exports() {
        var exports = new TreeMap<String, List<String>>();
        for (var domain : domains.enabled()) {
            planner.scopes(domain).forEach(scope ->
                    exports.computeIfAbsent(scope.toString(), key -> new ArrayList<>()).add(domain.name()));
        }
        return exports;
    }
}
