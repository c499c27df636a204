package io.seiexport.plan;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.Set;

/**
 * What stands in place of the settings of a series where the files of a domain tell of the day on which they are taken:
 * one file a day, of all that the server knows, and of no day that has gone by.
 */
final class Snapshot {
    static final String GRANULARITY = "snapshot";
    /** Its day need not be over, but only have begun. */
    static final Period LAG = Period.ofDays(-1);

    /** What the other domains have, and this one has not. */
    static final Set<String> LACKS = Set.of("scopes", "teams-include", "teams-exclude", "new-teams-since", "window",
            "range-end", "closing-lag", "since", "settle", "granularity", "variants");
    private static final Set<String> OF_SCOPES = Set.of("scopes", "teams-include", "teams-exclude", "new-teams-since");

    private Snapshot() {
    }

    /** Why a domain has no such setting; empty if it is not one that other domains have. */
    static Optional<String> whyNot(Domain domain, String setting) {
        if (!domain.isSnapshot() || !LACKS.contains(setting)) {
            return Optional.empty();
        }
        if (OF_SCOPES.contains(setting)) {
            return Optional.of(domain + " is one file of all that the key can see, so no teams can be chosen");
        }
        return Optional.of(setting.equals("variants") ? domain + " is one file a day, so it has no variants"
                : domain + " is a snapshot of the day on which it is taken, so no other days can be chosen");
    }

    /** The one window there is: the day that has begun. It has none before it, since nobody can ask for that now. */
    record Today() implements WindowRule {
        @Override
        public Window around(LocalDate day) {
            return new Window(day, day);
        }

        @Override
        public Optional<Window> before(Window window) {
            return Optional.empty();
        }

        @Override
        public boolean settles() {
            return false;
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }
}
