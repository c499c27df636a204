package io.seiexport.sandbox;

import io.seiexport.sandbox.SimulatedJob.Fate;
import io.seiexport.sandbox.SimulatedJob.State;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the export API does with a call that found its way. */
final class Api {
    static final int MAX_BODY = 1 << 20;
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)ApiKey +(\\S+)");

    private final Options options;
    private final Jobs jobs;
    private final Shapes shapes;
    private final Listing listing;
    private final OrgTrees trees;

    Api(Options options, Jobs jobs, OrgTrees trees) {
        this.options = options;
        this.jobs = jobs;
        this.shapes = new Shapes(options.sprintPaths());
        this.listing = new Listing(shapes);
        this.trees = trees;
    }

    Answer answer(Route route, ReceivedCall received, Deviation twist) {
        try {
            authenticate(received);
            require(received, "projectIdentifier");
            require(received, "orgIdentifier");
            return switch (route.call()) {
                case CREATE -> create(route, received, twist);
                case STATUS -> status(find(route, received), twist);
                case DOWNLOAD -> download(find(route, received), twist);
                case REPORT -> report(route, received);
                case LIST -> Answer.json(200,
                        listing.of(jobs.of(route.domain()), received.query(), options.clock().instant()));
                case DEVELOPERS -> People.developers(received).answer();
                case IDENTITIES -> People.identities(received).answer();
                case TREES, TEAMS, FLAT -> teams(route, received);
            };
        } catch (Refused refused) {
            return refused.answer();
        }
    }

    private void authenticate(ReceivedCall received) {
        var authorization = AUTHORIZATION.matcher(received.headers().getOrDefault("Authorization", ""));
        boolean known = Stream.of(authorization.matches() ? authorization.group(1) : null,
                        received.headers().get("SEI_API_KEY"), received.headers().get("x-api-key"))
                .filter(Objects::nonNull)
                .anyMatch(key -> options.key() == null ? !key.isBlank() : key.equals(options.key()));
        if (!known) {
            throw new Refused(401, "Verify your API key and that it has admin permissions");
        }
    }

    static void demandJson(ReceivedCall received) {
        var type = received.headers().getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw new Refused(415, "Content-Type must be application/json");
        }
    }

    private static void require(ReceivedCall received, String parameter) {
        if (received.query().getOrDefault(parameter, "").isBlank()) {
            throw Refused.request("Required request parameter '" + parameter + "' is not present");
        }
    }

    private Answer create(Route route, ReceivedCall received, Deviation twist) {
        var request = request(route, received);
        RequestRules.check(request, options.later());
        var asked = jobs.ask(request, twist.fate() == null ? Fate.of(request) : twist.fate());
        return asked.reused() ? Answer.json(200, shapes.reused(asked.job(), options.clock().instant()))
                : Answer.json(202, shapes.created(asked.job()));
    }

    private static Answer report(Route route, ReceivedCall received) {
        var request = request(route, received);
        ReportRules.check(request);
        return new Report(request).answer();
    }

    private static Request request(Route route, ReceivedCall received) {
        demandJson(received);
        if (received.body().length() > MAX_BODY) {
            throw new Refused(413, "The request body is too large");
        }
        return Request.of(route.domain(), received);
    }

    private Answer teams(Route route, ReceivedCall received) {
        var lists = new TeamLists(trees, received);
        return Answer.json(200, switch (route.call()) {
            case TREES -> lists.trees();
            case FLAT -> lists.flat();
            default -> lists.teams(route.id());
        });
    }

    private Answer status(SimulatedJob job, Deviation twist) {
        return Answer.json(200, shapes.status(job, options.clock().instant(), twist.status()));
    }

    private Answer download(SimulatedJob job, Deviation twist) {
        if (job.state(options.clock().instant()) != State.COMPLETED) {
            throw Refused.export();
        }
        return new Csv(job.request(), twist.edition())
                .zipped(job.request().domain().older() ? "text/csv" : "application/gzip");
    }

    /** An export is found only in the organization and project that it was created in. */
    SimulatedJob find(Route route, ReceivedCall received) {
        return jobs.find(route.domain(), route.id())
                .filter(job -> job.request().isFrom(received.query()))
                .orElseThrow(Refused::export);
    }
}
