package io.seiexport.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import javax.sql.DataSource;

import io.seiexport.check.Check;
import io.seiexport.check.Preflight;
import io.seiexport.csv.FileLimits;
import io.seiexport.csv.ProvenCsv;
import io.seiexport.delivery.BareSinks;
import io.seiexport.delivery.BucketProof;
import io.seiexport.delivery.Columns;
import io.seiexport.delivery.Deliveries;
import io.seiexport.delivery.DeliverySettings;
import io.seiexport.delivery.Emptiness;
import io.seiexport.delivery.ForeignFiles;
import io.seiexport.delivery.Holders;
import io.seiexport.delivery.Landing;
import io.seiexport.delivery.Manifest;
import io.seiexport.delivery.ObjectNames;
import io.seiexport.delivery.Quarantine;
import io.seiexport.delivery.Restatements;
import io.seiexport.delivery.S3Connection;
import io.seiexport.delivery.Staging;
import io.seiexport.delivery.SinkContents;
import io.seiexport.delivery.Sweep;
import io.seiexport.delivery.Withdrawal;
import io.seiexport.http.Account;
import io.seiexport.http.Budget;
import io.seiexport.http.GuardedHttp;
import io.seiexport.http.HangUp;
import io.seiexport.http.Redirects;
import io.seiexport.http.Retry;
import io.seiexport.http.RetryPolicy;
import io.seiexport.http.SeiApi;
import io.seiexport.http.ServerClock;
import io.seiexport.job.Freshness;
import io.seiexport.job.InFlight;
import io.seiexport.job.JobAnswers;
import io.seiexport.job.JobIds;
import io.seiexport.job.LogFields;
import io.seiexport.job.LostJobs;
import io.seiexport.delivery.Outages;
import io.seiexport.job.Paths;
import io.seiexport.job.PollClock;
import io.seiexport.job.PollSchedule;
import io.seiexport.job.RetryDecision;
import io.seiexport.ledger.InHand;
import io.seiexport.ledger.Lease;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Planner;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.DomainDefaults;
import io.seiexport.settings.Findings;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Makes the Java parts that the routes name. A part of the same name that is there already stays: so one can be exchanged
 * by {@code camel.beans.<name>=#class:...}.
 */
public final class Parts implements CamelConfiguration {
    /** The pauses, in milliseconds, that only tests change. */
    public static final String SHORTEST_HOLD = "sei-export.shortest-hold";
    public static final String LEDGER_PAUSE = "sei-export.ledger-pause";
    public static final String BUCKET_PAUSE = "sei-export.bucket-pause";

    private static final int WITHOUT_LIMIT = -1;

    /** What is begun at the same time: what comes before the wait for the server, and downloads with deliveries. */
    private static final Map<String, Integer> THREADS = Map.of("begin", 4, "transfer", 4);
    private static final int LONGEST_QUEUE = 100_000;

    @Override
    public void configure(CamelContext context) {
        THREADS.forEach((name, size) -> pool(context, name, size));
        // A mistyped direct: name fails at once instead of after 30 seconds.
        context.getComponent("direct", DirectComponent.class).setBlock(false);
        // Only a started one keeps what it finds out about a class; else it looks anew at each step of a route.
        ServiceHelper.startService(context.getComponent("bean"));
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
        var parts = new LinkedHashMap<String, Object>();
        parts.put("domainDefaults", new DomainDefaults());
        var secrets = new Secrets();
        var settings = Settings.of(context, secrets);
        var findings = new Findings(settings);
        var clock = known(context, "clock", InstantSource.class).orElseGet(InstantSource::system);
        var mode = RunMode.of(settings);
        var account = findings.read(Account::of);
        parts.put("secrets", secrets);
        parts.put("settings", settings);
        parts.put("findings", findings);
        parts.put("runMode", mode);
        parts.put("clock", clock);
        parts.put("account", account);
        parts.put("ledgerStore", new LedgerStore());
        parts.put("ledgerWatch", new LedgerWatch());
        parts.put("lease", new Lease());
        var node = new Node();
        parts.put("node", node);
        parts.put("inHand", new InHand());
        parts.put("outages", new Outages(node, mode, clock));
        parts.put("claimSelection", new ClaimSelection());
        parts.put("lostJobs", new LostJobs());
        parts.put("jobAnswers", new JobAnswers());
        parts.put("jobIds", new JobIds());
        parts.put("inFlight", new InFlight());
        var planner = new Planner();
        var api = new SeiApi();
        var serverClock = new ServerClock();
        parts.put("preflight", new Preflight(context, settings, findings, api, planner, clock));
        var delivery = DeliverySettings.read(findings);
        parts.put("check", new Check(context, settings, delivery, api, serverClock, secrets));
        parts.put("consumerErrors", new ConsumerErrors());
        parts.put("pools", new Pools());
        var hangUp = known(context, "hangUp", HangUp.class).orElseGet(HangUp::new);
        parts.put("hangUp", hangUp);
        parts.put("http", new GuardedHttp(hangUp));
        parts.put("plan", planner);
        parts.put("sei", api);
        parts.put("paths", new Paths());
        parts.put("pollSchedule", new PollSchedule());
        parts.put("pollClock", new PollClock());
        parts.put("retryClock", new PollClock());
        parts.put("retryPolicy", new RetryPolicy());
        parts.put("budget", new Budget());
        parts.put("redirects", new Redirects());
        parts.put("retry", new Retry());
        var columns = new Columns(delivery, settings);
        var freshness = known(context, "freshness", Freshness.class).orElseGet(Freshness::new);
        var marks = new SinkMarks(settings);
        var deliveries = new Deliveries(marks);
        var staging = new Staging(delivery, mode, columns, freshness, deliveries, clock);
        parts.put("staging", staging);
        parts.put("sweep", new Sweep(delivery, mode,
                () -> context.getRegistry().lookupByNameAndType("ledger", DataSource.class)));
        parts.put("quarantine", new Quarantine(delivery, staging, secrets, clock));
        parts.put("columns", columns);
        parts.put("emptiness", new Emptiness(delivery));
        parts.put("manifest", new Manifest(account, clock));
        parts.put("foreignFiles", new ForeignFiles(account));
        parts.put("objectNames", new ObjectNames());
        parts.put("landing", new Landing());
        parts.put("bareSinks", new BareSinks());
        parts.put("holders", new Holders(marks));
        parts.put("sinkContents", new SinkContents(account));
        parts.put("withdrawal", new Withdrawal());
        parts.put("bucketProof", new BucketProof(millis(context, BUCKET_PAUSE).orElse(700)));
        parts.put("restatements", new Restatements(delivery, settings));
        parts.put("deliveries", deliveries);
        new S3Connection(settings).bindTo(context.getRegistry());
        parts.put("logFields", new LogFields());
        parts.put("gauges", new Gauges());
        parts.put("meters", new Meters());
        parts.put("serverClock", serverClock);
        parts.put("freshness", freshness);
        parts.put("retryDecision", again(context));
        parts.put("attempts", new Attempts());
        parts.put("journal", new Journal());
        parts.put("ledgerPolicy", ledgerPolicy(context));
        parts.put("atOnce", atOnce());
        parts.put("provenCsv", new ProvenCsv(FileLimits.read(findings), clock));
        return parts;
    }

    /** One that was made by a setting, for the parts that are handed it. */
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

    private static RetryDecision again(CamelContext context) {
        var again = new RetryDecision();
        millis(context, SHORTEST_HOLD).ifPresent(again::setShortest);
        return again;
    }

    private static RedeliveryPolicy ledgerPolicy(CamelContext context) {
        var policy = withoutLimit();
        policy.setRedeliveryDelay(millis(context, LEDGER_PAUSE).orElse(5_000));
        policy.setAsyncDelayedRedelivery(true);
        return policy;
    }

    private static RedeliveryPolicy atOnce() {
        var policy = withoutLimit();
        policy.setRedeliveryDelay(0);
        return policy;
    }

    private static RedeliveryPolicy withoutLimit() {
        var policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(WITHOUT_LIMIT);
        policy.setLogExhausted(false);
        return policy;
    }

    private static OptionalLong millis(CamelContext context, String key) {
        var given = context.getPropertiesComponent().resolveProperty(key);
        return given.isPresent() ? OptionalLong.of(Long.parseLong(given.get())) : OptionalLong.empty();
    }
}
