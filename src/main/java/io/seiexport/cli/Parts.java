package io.seiexport.cli;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.seiexport.check.Check;
import io.seiexport.check.Preflight;
import io.seiexport.check.SecretFiles;
import io.seiexport.csv.ProvenCsv;
import io.seiexport.csv.ProvenJsonLines;
import io.seiexport.delivery.Answers;
import io.seiexport.delivery.Attachments;
import io.seiexport.delivery.BareSinks;
import io.seiexport.delivery.BucketProof;
import io.seiexport.delivery.Columns;
import io.seiexport.delivery.CsvOnly;
import io.seiexport.delivery.Deadline;
import io.seiexport.delivery.Deliveries;
import io.seiexport.delivery.DeliverySettings;
import io.seiexport.delivery.Emptiness;
import io.seiexport.delivery.ForeignFiles;
import io.seiexport.delivery.SinksWithFile;
import io.seiexport.delivery.Landing;
import io.seiexport.delivery.LedgerTime;
import io.seiexport.delivery.Manifest;
import io.seiexport.delivery.ObjectNames;
import io.seiexport.delivery.Outages;
import io.seiexport.delivery.PostgresLoad;
import io.seiexport.delivery.Quarantine;
import io.seiexport.delivery.Restatements;
import io.seiexport.delivery.Room;
import io.seiexport.delivery.RowMessages;
import io.seiexport.delivery.S3Connection;
import io.seiexport.delivery.SinkContents;
import io.seiexport.delivery.SinkSettings;
import io.seiexport.delivery.SizeLimit;
import io.seiexport.delivery.Staging;
import io.seiexport.delivery.Sweep;
import io.seiexport.delivery.TransformColumns;
import io.seiexport.delivery.Transforms;
import io.seiexport.delivery.Withdrawal;
import io.seiexport.http.Account;
import io.seiexport.http.ApiKey;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.Budget;
import io.seiexport.http.CallHeaders;
import io.seiexport.http.CallSettings;
import io.seiexport.http.GuardedHttp;
import io.seiexport.http.HangUp;
import io.seiexport.http.NextAttempt;
import io.seiexport.http.Origins;
import io.seiexport.http.PlainHttp;
import io.seiexport.http.Redirects;
import io.seiexport.http.SeiApi;
import io.seiexport.http.ServerClock;
import io.seiexport.job.Adoption;
import io.seiexport.job.Border;
import io.seiexport.job.Crowd;
import io.seiexport.job.EarlierJob;
import io.seiexport.job.Facts;
import io.seiexport.job.Freshness;
import io.seiexport.job.JobAnswers;
import io.seiexport.job.JobIds;
import io.seiexport.job.JobLists;
import io.seiexport.job.JobSettings;
import io.seiexport.job.LogFields;
import io.seiexport.job.LostJobs;
import io.seiexport.job.NextTry;
import io.seiexport.job.NoticeSettings;
import io.seiexport.job.Notices;
import io.seiexport.job.Paths;
import io.seiexport.job.PollClock;
import io.seiexport.job.PollSchedule;
import io.seiexport.job.TeamCalls;
import io.seiexport.ledger.InHand;
import io.seiexport.ledger.Lease;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Discovery;
import io.seiexport.plan.Domains;
import io.seiexport.plan.PlanSettings;
import io.seiexport.plan.Planner;
import io.seiexport.plan.SinkMarks;
import io.seiexport.plan.Teams;
import io.seiexport.settings.DomainDefaults;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Project;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.TypeConverter;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the Java parts, each with what it needs, and gives the routes those that they name. A part of the same name
 * that is there already stays: so the routes get another one by {@code camel.beans.<name>=#class:...}.
 */
public final class Parts implements CamelConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /** The pauses, in milliseconds, that only tests change. */
    public static final String SHORTEST_HOLD = "sei-export.shortest-hold";
    public static final String BUCKET_PAUSE = "sei-export.bucket-pause";
    public static final String FIRST_WORD_OF_DEADLINE = "sei-export.first-word-of-deadline";

    private static final Duration LONGEST_HOLD = Duration.ofHours(1);
    private static final int WITHOUT_LIMIT = -1;

    /**
     * What is begun at the same time: what comes before the wait for the server, downloads, handing over a file to the
     * threads of its sinks, and the calls that are answered by a file, of which each holds its thread while the server
     * makes it. Beginning and downloading open a connection each, and mostly wait for what the server says on it.
     */
    private static final Map<String, Integer> THREADS = Map.of("begin", 8, "transfer", 8, "hand-over", 2, "report", 4);
    private static final int LONGEST_QUEUE = 100_000;

    @Override
    public void configure(CamelContext context) {
        THREADS.forEach((name, size) -> pool(context, name, size));
        // A mistyped direct: name fails at once instead of after 30 seconds.
        context.getComponent("direct", DirectComponent.class).setBlock(false);
        // Only a started one keeps what it finds out about a class; else it looks anew at each step of a route.
        ServiceHelper.startService(context.getComponent("bean"));
        // Of each parameter of a statement Camel asks twice whether the body is a map, and where it is none looks
        // through all of its converters each time, in vain: it keeps only what it finds.
        context.getTypeConverterRegistry().addTypeConverter(Map.class, Object.class,
                new SimpleTypeConverter(false, (type, exchange, value) -> TypeConverter.MISS_VALUE));
        context.getRegistry().bind(DirectCalls.NAME, new DirectCalls());
        StatementValues.useFor(context);
        parts(context).forEach((name, part) -> {
            if (context.getRegistry().lookupByName(name) == null) {
                context.getRegistry().bind(name, part);
                if (part instanceof LifecycleStrategy listener) {
                    context.addLifecycleStrategy(listener);
                }
            }
        });
    }

    private static Map<String, Object> parts(CamelContext context) {
        var registry = context.getRegistry();
        var parts = new LinkedHashMap<String, Object>();
        parts.put("domainDefaults", new DomainDefaults());

        var secrets = known(context, "secrets", Secrets.class).orElseGet(Secrets::new);
        var settings = Settings.of(context, secrets);
        var project = Project.of(settings);
        var findings = Findings.orDefaults(settings);
        var secretFiles = new SecretFiles(context, secrets, project);
        secretFiles.useFor(context);
        var mode = RunMode.of(settings);
        var clock = known(context, "clock", InstantSource.class).orElseGet(InstantSource::system);
        parts.put("secrets", secrets);
        parts.put("settings", settings);
        parts.put("project", project);
        parts.put("clock", clock);

        var node = known(context, "node", Node.class).orElseGet(Node::new);
        var ledgerPolicy = LedgerWatch.policy(context);
        var ledgerStore = new LedgerStore(context, settings, mode);
        var ledgerWatch = new LedgerWatch(ledgerStore.pool(), node, ledgerPolicy);
        parts.put("node", node);
        parts.put("ledgerPolicy", ledgerPolicy);
        parts.put("ledgerStore", ledgerStore);
        parts.put("ledgerWatch", ledgerWatch);
        parts.put("lease", Lease.read(findings));
        var inHand = new InHand();
        parts.put("inHand", inHand);

        var domains = new Domains(context, settings);
        var marks = new SinkMarks(settings);
        var teams = Teams.read(findings, mode, secrets, clock);
        var planner = new Planner(domains, settings, PlanSettings.read(findings), mode, marks, teams, clock);
        var discovery = new Discovery(domains, planner, teams);
        parts.put("domains", domains);
        parts.put("plan", planner);
        parts.put("teams", teams);
        parts.put("discovery", discovery);

        var calls = CallSettings.read(findings);
        var plainHttp = findings.read(PlainHttp::of);
        var account = findings.read(Account::of);
        var baseUrl = BaseUrl.read(findings, plainHttp, known(context, Settings.SANDBOX, URI.class).orElse(null));
        var serverClock = new ServerClock(baseUrl, clock);
        var apiKey = new ApiKey(findings, settings);
        var sei = new SeiApi(baseUrl, account, Origins.read(findings, plainHttp), apiKey);
        var nextAttempt = new NextAttempt(context, calls, secrets, clock);
        var hangUp = new HangUp(context, calls, baseUrl, serverClock);
        var paths = new Paths(sei, nextAttempt);
        parts.put("account", account);
        parts.put("apiKey", apiKey);
        parts.put("sei", sei);
        var pollClock = new PollClock(context);
        parts.put("pollClock", pollClock);
        parts.put("budget", new Budget(calls, account, ledgerStore.pool(), ledgerWatch, pollClock, clock));
        parts.put("http", new GuardedHttp(hangUp));
        parts.put("callHeaders", new CallHeaders());
        parts.put("hangUp", hangUp);
        parts.put("redirects", new Redirects(sei));
        parts.put("paths", paths);
        parts.put("nextAttempt", nextAttempt);
        parts.put("retryPolicy", nextAttempt.policy());
        parts.put("retryClock", new PollClock(context));
        parts.put("atOnce", withoutLimit(Duration.ZERO));

        var jobs = JobSettings.read(findings);
        var freshness = new Freshness(mode, planner, serverClock, clock);
        var crowd = new Crowd(domains, jobs, serverClock, pollClock, clock);
        var pollSchedule = new PollSchedule(context, jobs, crowd, clock);
        parts.put("jobAnswers", new JobAnswers(serverClock, clock));
        parts.put("jobIds", new JobIds());
        parts.put("teamCalls", new TeamCalls());
        parts.put("inFlight", new EarlierJob());
        parts.put("jobLists", new JobLists(clock));
        parts.put("adoption", new Adoption(domains, planner, clock));
        parts.put("lostJobs", new LostJobs(jobs, clock));
        parts.put("freshness", freshness);
        parts.put("pollSchedule", pollSchedule);
        parts.put("crowd", crowd);
        var shortestHold = millis(context, SHORTEST_HOLD, 60_000);
        parts.put("nextTry", new NextTry(jobs, shortestHold, LONGEST_HOLD, mode, secrets, clock));
        parts.put("logFields", new LogFields(context, project));
        parts.put("border", new Border());

        var delivery = DeliverySettings.read(findings);
        var columns = new Columns(delivery, settings, domains);
        var deliveries = new Deliveries(marks);
        var staging = new Staging(delivery, mode, columns, freshness, deliveries, clock);
        var quarantine = new Quarantine(delivery, staging, secrets, clock);
        var s3 = new S3Connection(settings, option -> "sink.s3." + option);
        findings.read(given -> s3.endpoint(plainHttp), () -> "");
        findings.read(given -> {
            s3.demandWholeKey();
            return s3;
        }, () -> s3);
        s3.bindTo(registry, S3Connection.CLIENT);
        var limits = DeliverySettings.limits(findings);
        parts.put("provenCsv", new ProvenCsv(limits, clock, inspectors(context)));
        parts.put("provenJsonLines", new ProvenJsonLines(limits));
        parts.put("columns", columns);
        parts.put("answers", new Answers(delivery));
        parts.put("emptiness", new Emptiness(delivery));
        parts.put("restatements", new Restatements(delivery, settings));
        parts.put("staging", staging);
        parts.put("transforms", new Transforms(staging));
        parts.put("transformColumns", new TransformColumns(settings));
        parts.put("sweep", new Sweep(delivery, mode, ledgerStore.pool()));
        parts.put("quarantine", quarantine);
        parts.put("manifest", new Manifest(account, clock));
        parts.put("foreignFiles", new ForeignFiles(account));
        parts.put("sinkContents", new SinkContents(account));
        parts.put("objectNames", new ObjectNames());
        parts.put("rowMessages", new RowMessages());
        parts.put("landing", new Landing());
        parts.put("withdrawal", new Withdrawal());
        parts.put("bareSinks", new BareSinks());
        parts.put("attachments", new Attachments());
        parts.put("sizeLimit", new SizeLimit());
        parts.put("csvOnly", new CsvOnly());
        parts.put("postgresLoad", new PostgresLoad(settings, account));
        parts.put("bucketProof", new BucketProof(millis(context, BUCKET_PAUSE, 700).toMillis()));
        parts.put("deliveries", deliveries);
        parts.put("holders", new SinksWithFile(marks));
        var sinks = new SinkSettings(settings);
        findings.read(given -> new SinkSettings(given).usual());
        var firstWord = millis(context, FIRST_WORD_OF_DEADLINE, 60_000);
        var sinkDeadline = Deadline.ofSinks(context, sinks, mode, firstWord);
        var transformDeadline = Deadline.ofTransforms(context, settings, mode, firstWord);
        parts.put("sinkDeadline", sinkDeadline);
        parts.put("transformDeadline", transformDeadline);
        planner.inFlight().warning().ifPresent(LOG::warn);
        var claimSelection = new ClaimSelection(mode);
        parts.put("claimSelection", claimSelection);
        parts.put("room", new Room(planner.inFlight(), claimSelection::remembered,
                List.of(sinkDeadline, transformDeadline), inHand));
        parts.put("ledgerTime", new LedgerTime());
        parts.put("outages", new Outages(node, mode, clock));

        Supplier<MeterRegistry> meters = () -> Optional.ofNullable(registry.findSingleByType(MeterRegistry.class))
                .orElse(Metrics.globalRegistry);
        var journal = new Journal(new Watchers(registry), mode, secrets, clock);
        parts.put("journal", journal);
        parts.put("attempts", new Attempts(nextAttempt, paths, quarantine, journal));
        var counters = new Meters(meters, project);
        parts.put("meters", counters);
        parts.put("gauges", new Gauges(meters, ledgerWatch, project));
        parts.put("consumerErrors", new ConsumerErrors(context));
        parts.put("pools", new Pools(project));
        parts.put("shutdown", new Shutdown(context));

        var facts = new Facts(project, node, clock);
        parts.put("facts", facts);
        parts.put("notices", new Notices(context, NoticeSettings.read(findings), facts, secrets, counters::noticed));

        parts.put("preflight", new Preflight(context, settings, findings, apiKey, domains, planner, marks, secretFiles,
                clock));
        parts.put("check", new Check(context, settings, planner, delivery, baseUrl, serverClock, discovery, secrets));
        return parts;
    }

    /** One that was made by a setting, or by whoever started the context. */
    private static <T> Optional<T> known(CamelContext context, String name, Class<T> type) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(name, type));
    }

    private static void pool(CamelContext context, String name, int size) {
        var pools = context.getExecutorServiceManager();
        if (pools.getThreadPoolProfile(name) == null) {
            pools.registerThreadPoolProfile(new ThreadPoolProfileBuilder(name).poolSize(size).maxPoolSize(size)
                    .maxQueueSize(LONGEST_QUEUE).build());
        }
    }

    /** As many as can be of use; what none of them has begun is done by whoever waits for it. */
    private static Executor inspectors(CamelContext context) {
        var cores = Runtime.getRuntime().availableProcessors();
        return context.getExecutorServiceManager().newThreadPool(context, "inspect",
                new ThreadPoolProfileBuilder("inspect").poolSize(cores).maxPoolSize(cores).maxQueueSize(LONGEST_QUEUE)
                        .keepAliveTime(60L).allowCoreThreadTimeOut(true)
                        .rejectedPolicy(ThreadPoolRejectedPolicy.Abort).build());
    }

    private static RedeliveryPolicy withoutLimit(Duration pause) {
        var policy = new RedeliveryPolicy();
        policy.setRedeliveryDelay(pause.toMillis());
        policy.setMaximumRedeliveries(WITHOUT_LIMIT);
        policy.setLogExhausted(false);
        return policy;
    }

    private static Duration millis(CamelContext context, String key, long usual) {
        var given = context.getPropertiesComponent().resolveProperty(key);
        return Duration.ofMillis(given.map(Long::parseLong).orElse(usual));
    }
}
