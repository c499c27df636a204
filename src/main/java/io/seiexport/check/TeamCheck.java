package io.seiexport.check;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import io.seiexport.check.Check.Finding;
import io.seiexport.failure.Failure;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Domain;
import io.seiexport.plan.TeamList;
import io.seiexport.settings.Secrets;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the teams that the key can see, and tells which scopes of the settings are not among them. */
record TeamCheck(CamelContext context, Discovery discovery, Secrets secrets) {
    private static final Logger LOG = LoggerFactory.getLogger(TeamCheck.class);

    /** Where no scope stands for many teams nothing depends on the list: it is only of use if it can be read. */
    List<Finding> findings(List<Domain> domains) {
        var isNeeded = domains.stream().anyMatch(discovery::isNeeded);
        try (var template = context.createProducerTemplate()) {
            var exchange = template.request("direct:teams-read", empty -> { });
            var thrown = exchange.getException();
            LOG.debug("teams", thrown);
            if (thrown != null) {
                return isNeeded ? List.of(new Finding(false, "teams", secrets.blotOut(Failure.of(thrown).sentence())))
                        : List.of();
            }
            return findings(domains, exchange.getMessage().getBody(TeamList.class), isNeeded);
        } catch (IOException e) {
            return List.of(new Finding(false, "teams", e.getMessage()));
        }
    }

    private List<Finding> findings(List<Domain> domains, TeamList list, boolean isNeeded) {
        var seen = new Finding(list.size() > 0, "teams", list.size() + (list.size() == 1 ? " leaf team in "
                : " leaf teams in ") + list.trees().size() + (list.trees().size() == 1 ? " tree" : " trees"));
        var idle = domains.stream().flatMap(domain -> discovery.idle(domain, list).stream())
                .map(sentence -> new Finding(false, "teams", sentence));
        var unseen = domains.stream().flatMap(domain -> discovery.unseen(domain, list).stream())
                .map(sentence -> new Finding(true, true, "teams", sentence));
        return Stream.of(Stream.of(seen).filter(finding -> isNeeded), idle, unseen).flatMap(one -> one).toList();
    }
}
