package io.seiexport.cli;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import javax.sql.DataSource;

import io.seiexport.check.Preflight;
import io.seiexport.csv.ProvenCsv;
import io.seiexport.delivery.BareSinks;
import io.seiexport.delivery.BucketProof;
import io.seiexport.delivery.Columns;
import io.seiexport.delivery.Deliveries;
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
import io.seiexport.http.ApiKey;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.Budget;
import io.seiexport.http.CallSettings;
import io.seiexport.http.GuardedHttp;
import io.seiexport.http.HangUp;
import io.seiexport.http.Origins;
import io.seiexport.http.PlainHttp;
import io.seiexport.http.Redirects;
import io.seiexport.http.NextAttempt;
import io.seiexport.http.SeiApi;
import io.seiexport.http.ServerClock;
import io.seiexport.job.Freshness;
import io.seiexport.job.InFlight;
import io.seiexport.job.JobAnswers;
import io.seiexport.job.JobIds;
import io.seiexport.job.JobSettings;
import io.seiexport.job.LogFields;
import io.seiexport.job.LostJobs;
import io.seiexport.delivery.Outages;
import io.seiexport.job.Paths;
import io.seiexport.job.PollClock;
import io.seiexport.job.PollSchedule;
import io.seiexport.job.NextTry;
import io.seiexport.ledger.InHand;
import io.seiexport.ledger.Lease;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.ledger.Node;
import io.seiexport.plan.Planner;
import io.seiexport.settings.DomainDefaults;
import io.seiexport.settings.Findings;
import io.seiexport.settings.RunMode;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.function.Suppliers;

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
    private static final long SHORTEST_HOLD_MILLIS = 60_000;
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

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
        var ledgerWatch = new LedgerWatch();
        parts.put("ledgerWatch", ledgerWatch);
        parts.put("lease", new Lease());
        parts.put("node", new Node());
        parts.put("inHand", new InHand());
        parts.put("outages", new Outages());
        parts.put("claimSelection", new ClaimSelection());
        parts.put("jobIds", new JobIds());
        parts.put("inFlight", new InFlight());
        parts.put("preflight", new Preflight());
        parts.put("consumerErrors", new ConsumerErrors());
        parts.put("pools", new Pools());
        var planner = new Planner();
        parts.put("plan", planner);
        var calls = CallSettings.read(findings);
        var plainHttp = findings.read(PlainHttp::of);
        var baseUrl = BaseUrl.read(findings, plainHttp, known(context, Settings.SANDBOX, URI.class).orElse(null));
        var serverClock = new ServerClock(baseUrl, clock);
        var apiKey = new ApiKey(findings, settings);
        var sei = new SeiApi(baseUrl, account, Origins.read(findings, plainHttp), apiKey);
        var retry = new NextAttempt(context, calls, secrets, clock);
        var hangUp = new HangUp(context, calls, serverClock);
        parts.put("baseUrl", baseUrl);
        parts.put("serverClock", serverClock);
        parts.put("hangUp", hangUp);
        parts.put("http", new GuardedHttp(hangUp));
        parts.put("budget", new Budget(context, calls, account,
                // Looked up once, for while the program ends nobody can be looked up any more.
                Suppliers.memorize(() -> context.getRegistry().lookupByNameAndType("ledger", DataSource.class)),
                ledgerWatch, clock));
        parts.put("apiKey", apiKey);
        parts.put("sei", sei);
        parts.put("redirects", new Redirects(sei));
        parts.put("retry", retry);
        parts.put("retryPolicy", retry.policy());
        parts.put("retryClock", new PollClock(context));
        parts.put("paths", new Paths(sei, retry));
        var jobs = JobSettings.read(findings);
        parts.put("jobAnswers", new JobAnswers(serverClock, clock));
        parts.put("lostJobs", new LostJobs(jobs, clock));
        parts.put("pollClock", new PollClock(context));
        parts.put("pollSchedule", new PollSchedule(context, jobs, clock));
        parts.put("retryDecision", new NextTry(jobs, Duration.ofMillis(millis(context, SHORTEST_HOLD)
                .orElse(SHORTEST_HOLD_MILLIS)), LONGEST_HOLD, secrets, clock));
        var columns = known(context, "columns", Columns.class).orElseGet(Columns::new);
        var freshness = new Freshness(mode, planner, serverClock, clock);
        parts.put("staging", new Staging(columns, freshness));
        parts.put("sweep", new Sweep());
        parts.put("quarantine", new Quarantine());
        parts.put("columns", columns);
        parts.put("emptiness", new Emptiness());
        parts.put("manifest", new Manifest());
        parts.put("foreignFiles", new ForeignFiles());
        parts.put("objectNames", new ObjectNames());
        parts.put("landing", new Landing());
        parts.put("bareSinks", new BareSinks());
        parts.put("holders", new Holders());
        parts.put("sinkContents", new SinkContents());
        parts.put("withdrawal", new Withdrawal());
        parts.put("bucketProof", bucketProof(context));
        parts.put("restatements", new Restatements());
        parts.put("deliveries", new Deliveries());
        parts.put("s3Connection", new S3Connection());
        parts.put("logFields", new LogFields(context));
        parts.put("gauges", new Gauges());
        parts.put("meters", new Meters());
        parts.put("freshness", freshness);
        parts.put("attempts", new Attempts());
        parts.put("journal", new Journal());
        parts.put("ledgerPolicy", ledgerPolicy(context));
        parts.put("atOnce", atOnce());
        parts.put("provenCsv", provenCsv(new Settings(context)));
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

    private static BucketProof bucketProof(CamelContext context) {
        var proof = new BucketProof();
        millis(context, BUCKET_PAUSE).ifPresent(proof::setPause);
        return proof;
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

    private static ProvenCsv provenCsv(Settings settings) {
        var proof = new ProvenCsv();
        proof.setMaxBytes(settings.bytes("download.max-bytes"));
        proof.setRaggedRows(failOrWarn(settings, "ragged-rows"));
        proof.setUnframed(failOrWarn(settings, "download.unframed"));
        return proof;
    }

    private static String failOrWarn(Settings settings, String key) {
        var said = settings.text(key);
        if (!Set.of("fail", "warn").contains(said)) {
            throw new SettingException(key, said, "use fail or warn");
        }
        return said;
    }

    private static OptionalLong millis(CamelContext context, String key) {
        var given = context.getPropertiesComponent().resolveProperty(key);
        return given.isPresent() ? OptionalLong.of(Long.parseLong(given.get())) : OptionalLong.empty();
    }
}
