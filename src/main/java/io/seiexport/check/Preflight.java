package io.seiexport.check;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.seiexport.delivery.Columns;
import io.seiexport.delivery.Emptiness;
import io.seiexport.delivery.S3Endpoint;
import io.seiexport.http.ApiKey;
import io.seiexport.http.PlainHttp;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Planner;
import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.CronExpression;

/** Reads every setting before the first route exists, so that a wrong one ends the start and no request is sent. */
public final class Preflight implements CamelContextAware {
    /** A kept body is looked through in memory, so that it does not hold the key. */
    private static final long MOST_QUARANTINED = 20_000_000;
    /** The leases are looked at every three seconds. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
    private static final Pattern CODE = Pattern.compile("%[0-9a-fA-F]{2}");

    private CamelContext context;
    /** Whoever asks before Camel does, to hear of it in another way, need not be asked twice. */
    private boolean sound;

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextInitializing(CamelContext starting) throws VetoCamelContextStartException {
                try {
                    if (!sound) {
                        demandSoundSettings();
                    }
                } catch (SettingException e) {
                    throw new VetoCamelContextStartException(e.getMessage(), e, starting);
                }
            }
        });
    }

    /** Refuses to go on with a wrong setting, in a sentence for each of them. */
    public void demandSoundSettings() {
        var findings = findings();
        if (!findings.isEmpty()) {
            throw new SettingException(String.join("\n", findings));
        }
        sound = true;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** One sentence for each setting that cannot be used. */
    List<String> findings() {
        var findings = new LinkedHashSet<String>();
        var settings = new Settings(context);
        note(findings, () -> findings.addAll(new RouteSet(context).findings()));
        if (!findings.isEmpty()) {
            // What routes of another version name among the settings says nothing about these.
            return List.copyOf(findings);
        }
        var domains = Domains.of(context);
        note(findings, () -> findings.addAll(new KnownKeys(context, domains).findings()));
        findings.addAll(context.getRegistry().findSingleByType(Findings.class).sentences());
        general(settings).forEach(check -> note(findings, check));
        var enabled = new ArrayList<Domain>();
        for (var domain : domains) {
            note(findings, () -> settings.flag(domain.key("enabled")) && enabled.add(domain));
        }
        enabled.forEach(domain -> {
            note(findings, () -> plan(domain));
            note(findings, () -> Columns.expected(settings, domain.name(), List.of()));
            note(findings, () -> cron(settings, domain));
            note(findings, () -> sinks(settings, domain));
            note(findings, () -> findings.addAll(neededBySinks(settings, domain)));
        });
        return List.copyOf(findings);
    }

    private List<Supplier<Object>> general(Settings settings) {
        return List.of(context.getRegistry().findSingleByType(ApiKey.class)::demandUsable,
                () -> settings.zone("export.zone"),
                () -> settings.count("export.max-in-flight", 1),
                () -> atLeast(settings, "ledger.lease", SHORTEST_LEASE),
                () -> lasting(settings, "ledger.keep"),
                () -> settings.flag("export.new-sinks-owe"),
                () -> folder(settings, "staging.directory", "where files wait for their sinks"),
                () -> folder(settings, "sink.file.directory", "where direct:sink-file puts the files"),
                () -> settings.count("quarantine.max-files", 0),
                () -> bounded(settings, "quarantine.max-bytes", MOST_QUARANTINED),
                () -> S3Endpoint.of(settings, PlainHttp.of(settings)),
                () -> Columns.refused(settings),
                () -> Emptiness.refused(settings),
                () -> settings.flag("sink.s3.compress"));
    }

    private static Object bounded(Settings settings, String key, long most) {
        if (settings.bytes(key) > most) {
            throw new SettingException(key, settings.text(key), "use " + most + " at most");
        }
        return key;
    }

    private static Object atLeast(Settings settings, String key, Duration least) {
        if (settings.duration(key).compareTo(least) < 0) {
            throw new SettingException(key, settings.text(key), "use " + least.toSeconds() + "s at least");
        }
        return key;
    }

    private static Object lasting(Settings settings, String key) {
        if (settings.duration(key).isZero()) {
            throw new SettingException(key, settings.text(key), "use a duration longer than zero");
        }
        return key;
    }

    /** In the address of an endpoint, % and two digits would be read as the code of another letter. */
    private static Object folder(Settings settings, String key, String meaning) {
        var folder = settings.required(key, meaning);
        if (CODE.matcher(folder).find()) {
            throw new SettingException(key, folder, "use a folder whose name has no % before two digits");
        }
        return folder;
    }

    /** One window of each scope is enough to meet every wrong setting. */
    private Object plan(Domain domain) {
        return context.getRegistry().findSingleByType(Planner.class).series(domain, Instant.now());
    }

    private static Object cron(Settings settings, Domain domain) {
        var key = domain.key("cron");
        var cron = settings.required(key, "when to export, for example 0 0 5 * * ?");
        try {
            if (new CronExpression(cron).getTimeAfter(new Date()) == null) {
                throw new SettingException(key, cron, "this schedule never fires again");
            }
            return key;
        } catch (ParseException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SettingException(key, cron, "this is not a Quartz cron expression such as 0 0 5 * * ?");
        }
    }

    private Object sinks(Settings settings, Domain domain) {
        var key = domain.key("sinks");
        for (var sink : settings.list(key)) {
            if (!sink.contains(":")) {
                throw new SettingException(key, sink, "a sink is a Camel endpoint, for example direct:" + sink);
            }
            var scheme = sink.substring(0, sink.indexOf(':'));
            if (context.getComponent(scheme, true, false) == null) {
                throw new SettingException(key, scheme + ":...", "this program has no Camel component of this name");
            }
            if (scheme.equals("direct")) {
                direct(key, sink);
            }
        }
        return key;
    }

    private void direct(String key, String sink) {
        if (route(sink) == null) {
            throw new SettingException(key, sink, "no route in routes/ has this name");
        }
    }

    private RouteDefinition route(String sink) {
        var name = sink.replaceFirst("^direct:(//)?", "").replaceFirst("\\?.*", "");
        return context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(name);
    }

    /** A sentence for each setting without which a sink that the domain names cannot work. */
    private List<String> neededBySinks(Settings settings, Domain domain) {
        var key = domain.key("sinks");
        return settings.list(key).stream()
                .filter(sink -> sink.startsWith("direct:") && route(sink) != null)
                .flatMap(sink -> new NeededKeys(context).missing(route(sink)).stream()
                        .map(needed -> needed + " is missing: " + key + " names " + sink + ", which needs it"))
                .toList();
    }

    private static void note(Set<String> findings, Supplier<Object> check) {
        try {
            check.get();
        } catch (SettingException | IllegalArgumentException e) {
            findings.add(e.getMessage());
        }
    }
}
