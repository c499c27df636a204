package io.seiexport.sandbox;

import io.seiexport.sandbox.SimulatedJob.Fate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** All jobs; an identical request gets for a while the job that exists. */
final class Jobs {
    private static final long LEAST_ID = 78_364_164_096L; // 36^7, the first number of eight digits
    private static final long ID_LIMIT = 36 * LEAST_ID;

    record Asked(SimulatedJob job, boolean reused) {
    }

    private final Options options;
    private final Map<String, SimulatedJob> byId = new LinkedHashMap<>();
    private final Map<Request, SimulatedJob> latest = new HashMap<>();

    Jobs(Options options) {
        this.options = options;
    }

    synchronized Asked ask(Request request, Fate fate) {
        var known = latest.get(request);
        if (known != null && reusable(known)) {
            return new Asked(known, true);
        }
        var job = SimulatedJob.begin(freshId(request.domain()), request, fate, options);
        byId.put(job.exportId(), job);
        latest.put(request, job);
        return new Asked(job, false);
    }

    synchronized Optional<SimulatedJob> find(Domain domain, String exportId) {
        return Optional.ofNullable(byId.get(exportId)).filter(job -> job.request().domain() == domain);
    }

    synchronized List<SimulatedJob> of(Domain domain) {
        return byId.values().stream().filter(job -> job.request().domain() == domain).toList();
    }

    private boolean reusable(SimulatedJob job) {
        var now = options.clock().instant();
        return now.isBefore(job.createdAt().plus(options.reuse()))
                && (options.reuseFailed() || !job.state(now).isFailure());
    }

    /** By chance, so that an id from an earlier sandbox never means another job in this one. */
    private String freshId(Domain domain) {
        while (true) {
            long number = ThreadLocalRandom.current().nextLong(LEAST_ID, ID_LIMIT);
            var id = "exp_" + domain.spell(Long.toString(number, 36));
            if (!byId.containsKey(id)) {
                return id;
            }
        }
    }
}
