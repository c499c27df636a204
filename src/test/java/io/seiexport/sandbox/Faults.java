package io.seiexport.sandbox;

import java.util.ArrayList;
import java.util.List;

/** The faults that wait for their calls; each call meets at most one, the one armed first. */
public final class Faults {
    private static final Fault NONE = Fault.ordinary();

    private final List<Armed> armed = new ArrayList<>();

    Faults() {
    }

    /** A fault for the next call of this kind in this domain ({@code ba}, {@code sprint}, ...). */
    public Armed next(Call call, String domain, Fault fault) {
        return arm(new Armed(call, Domain.named(domain), fault));
    }

    /** A fault for the next call of this kind in any domain. */
    public Armed next(Call call, Fault fault) {
        return arm(new Armed(call, null, fault));
    }

    public synchronized void clear() {
        armed.clear();
    }

    synchronized Fault take(Route route, String team) {
        for (var candidate : armed) {
            if (candidate.matches(route, team)) {
                candidate.struck++;
                return candidate.fault;
            }
        }
        return NONE;
    }

    private synchronized Armed arm(Armed candidate) {
        if (!candidate.fault.isFor(candidate.call)) {
            throw new IllegalArgumentException("This fault cannot happen to a call of the kind " + candidate.call);
        }
        armed.add(candidate);
        return candidate;
    }

    /** An armed fault; it strikes once unless told otherwise. */
    public final class Armed {
        private final Call call;
        private final Domain domain;
        private final Fault fault;
        private int struck;
        private int times = 1;

        private Armed(Call call, Domain domain, Fault fault) {
            this.call = call;
            this.domain = domain;
            this.fault = fault;
        }

        public Armed times(int times) {
            synchronized (Faults.this) {
                this.times = times;
                return this;
            }
        }

        public Armed forEver() {
            return times(Integer.MAX_VALUE);
        }

        private boolean matches(Route route, String team) {
            return struck < times && call == route.call() && (domain == null || domain == route.domain())
                    && fault.isFor(team);
        }
    }
}
