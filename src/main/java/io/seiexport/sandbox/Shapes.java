package io.seiexport.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seiexport.sandbox.SimulatedJob.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The JSON in which each domain speaks of a job. */
final class Shapes {
    /** The id of the one user. */
    static final String CREATOR = "user_789";

    private final SprintPaths sprintPaths;

    Shapes(SprintPaths sprintPaths) {
        this.sprintPaths = sprintPaths;
    }

    ObjectNode created(SimulatedJob job) {
        var domain = job.request().domain();
        var json = base(job, domain.older() ? null : domain.spell(State.QUEUED.name()));
        if (domain == Domain.SPRINT) {
            json.set("createdBy", creator());
            json.set("metadata", metadata(job.request()));
        }
        return json.put("message",
                domain.older() ? "Export created successfully" : "Export job created successfully");
    }

    ObjectNode reused(SimulatedJob job, Instant now) {
        if (job.request().domain() == Domain.TICKET_DATA) {
            var json = base(job, job.state(now).name());
            json.set("createdBy", creator());
            return json.put("message", "Duplicate request - returning existing export");
        }
        return base(job, null).put("message", "Using existing export with identical parameters");
    }

    /** The job as it is, or as a given status text pretends it is. */
    ObjectNode status(SimulatedJob job, Instant now, String pretended) {
        var domain = job.request().domain();
        var word = pretended == null ? domain.spell(job.state(now).name()) : pretended;
        var json = base(job, word);
        if (domain.older() || domain == Domain.TICKET_DATA) {
            json.set("createdBy", creator());
        }
        if (domain.older()) {
            json.set("metadata", metadata(job.request()));
        }
        switch (word.toUpperCase(Locale.ROOT)) {
            case "COMPLETED" -> addResult(json, job);
            case "FAILED" -> addError(json, job);
            case "CANCELLED" -> addCancellation(json, job);
            default -> { }
        }
        return json;
    }

    ObjectNode listed(SimulatedJob job, Instant now) {
        var json = base(job, job.request().domain().spell(job.state(now).name()));
        json.set("createdBy", creator());
        json.set("scope", scope(job.request()));
        json.set("metadata", metadata(job.request()));
        if (job.state(now) == State.COMPLETED) {
            json.put("completedAt", text(job.endsAt())).put("downloadUrl", downloadUrl(job));
        }
        return json;
    }

    private static ObjectNode base(SimulatedJob job, String status) {
        var json = object().put("exportId", job.exportId());
        if (status != null) {
            json.put("status", status);
        }
        return json.put("createdAt", text(job.createdAt()));
    }

    private void addResult(ObjectNode json, SimulatedJob job) {
        switch (job.request().domain()) {
            case BA, EFFICIENCY ->
                json.put("completedAt", text(job.endsAt())).put("downloadUrl", downloadUrl(job));
            case SPRINT, PRODUCTIVITY -> {
                json.put("completedAt", text(job.endsAt()));
                json.set("download", object()
                        .put("url", downloadUrl(job))
                        .put("filename", filename(job.request()))
                        .put("sizeBytes", new Csv(job.request(), 0).zippedSize())
                        .put("contentType", "text/csv")
                        .put("compression", "gzip"));
            }
            case TICKET_DATA -> json.put("message", "Duplicate request - returning existing export");
            case REPORT -> throw new IllegalStateException("A report has no job");
        }
    }

    private static void addError(ObjectNode json, SimulatedJob job) {
        var domain = job.request().domain();
        var error = job.fate().error() == null ? "Export failed" : job.fate().error();
        if (domain == Domain.SPRINT) {
            json.put("failedAt", text(job.endsAt()));
        }
        if (domain.errorIsObject()) {
            json.set("error", object().put("code", "EXPORT_FAILED").put("message", error));
        } else {
            json.put("error", error);
        }
    }

    private static void addCancellation(ObjectNode json, SimulatedJob job) {
        if (job.request().domain() == Domain.SPRINT) {
            json.put("cancelledAt", text(job.endsAt()));
            json.putObject("cancelledBy").put("userId", CREATOR).put("name", "Alice Wong");
        }
        json.put("message", "Export was cancelled by user");
    }

    private String downloadUrl(SimulatedJob job) {
        var domain = job.request().domain();
        var segment = domain == Domain.SPRINT ? sprintPaths.segment() : domain.title();
        return "/v2/insights/" + segment + "/exports/" + job.exportId() + "/download";
    }

    private static String filename(Request request) {
        var scope = (request.team().isEmpty() ? request.tree() : request.team()).replaceAll("[^A-Za-z0-9]+", "-");
        return request.domain().title() + "-insights-" + scope.toLowerCase(Locale.ROOT) + "-"
                + request.start().getYear() + ".csv.gz";
    }

    private static ObjectNode metadata(Request request) {
        var metadata = object();
        metadata.set("scope", scope(request));
        for (var field : new String[] {"dateRange", "metricGroups", "metrics"}) {
            if (request.body().has(field)) {
                metadata.set(field, request.body().get(field));
            }
        }
        var options = object().put("format", "csv").put("compression", "gzip");
        request.body().path("options").properties()
                .forEach(option -> options.set(option.getKey(), option.getValue()));
        return metadata.set("options", options);
    }

    private static ObjectNode scope(Request request) {
        ObjectNode scope = request.body().get("scope").deepCopy();
        return request.team().isEmpty() ? scope : scope.put("teamName", Team.of(request).get(0).name());
    }

    private static ObjectNode creator() {
        return object().put("userId", CREATOR).put("name", "Alice Wong").put("email", "alice.wong@company.com");
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
