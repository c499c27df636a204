package io.seiexport.check;

import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import io.seiexport.http.ApiKey;
import io.seiexport.job.NoticeSettings;
import io.seiexport.plan.AskedColumns;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Domains;
import io.seiexport.plan.Planner;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.ComposedYaml;
import io.seiexport.settings.Findings;
import io.seiexport.settings.Project;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.CronExpression;

/** Reads every setting before the first route exists, so that a wrong one ends the start and no request is sent. */
public final class Preflight extends LifecycleStrategySupport {

    private final CamelContext context;
    private final Settings settings;
    private final Findings readAtTheStart;
    private final ApiKey apiKey;
    private final Domains domains;
    private final Planner planner;
    private final InstantSource clock;
    private final SecretFiles secretFiles;
    private final SinkCopies copies;
    /** Whoever asks before Camel does, to hear of it in another way, need not be asked twice. */
    private boolean sound;

    public Preflight(CamelContext context, Settings settings, Findings readAtTheStart, ApiKey apiKey, Domains domains,
            Planner planner, SinkMarks marks, SecretFiles secretFiles, InstantSource clock) {
        this.context = context;
        this.settings = settings;
        this.readAtTheStart = readAtTheStart;
        this.apiKey = apiKey;
        this.domains = domains;
        this.planner = planner;
        this.clock = clock;
        this.secretFiles = secretFiles;
        copies = new SinkCopies(context, settings, marks, domains);
    }

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

    /** Refuses to go on with a wrong setting, in a sentence for each of them. */
    public void demandSoundSettings() {
        var findings = findings();
        if (!findings.isEmpty()) {
            throw new SettingException(String.join("\n", findings));
        }
        sound = true;
        ComposedYaml.forget(context);
    }

    /** One sentence for each setting that cannot be used. */
    List<String> findings() {
        var findings = Findings.orNull(settings);
        var wiring = findings.read(given -> new Wiring(context, given, copies));
        findings.add(copies.findings());
        if (wiring == null) {
            return List.copyOf(findings.sentences());
        }
        findings.add(wiring.findings());
        if (!wiring.goesWithThisProgram()) {
            return List.copyOf(findings.sentences());
        }
        var declared = domains.declared().stream().filter(Domain::isWhole).toList();
        var variants = new Variants(settings, planner, declared);
        var starts = wiring.starts();
        var ofSinks = new SinkKeys(starts.endpoints(), settings, declared.stream()
                .flatMap(domain -> variants.of(domain).stream()).toList());
        if (wiring.declaresItsDomains()) {
            findings.read(given -> findings.add(variants.findings()));
            findings.read(given -> findings.add(new KnownKeys(context, copies.withFiles().stream().map(RouteFile::text)
                    .toList(), variants).findings(copies, ofSinks)));
        }
        findings.add(secretFiles.findings(context, copies.withFiles()));
        findings.read(Project::demandOneOfThem);
        findings.add(readAtTheStart.sentences());
        findings.read(given -> ofSinks.read(findings));
        findings.read(given -> apiKey.demandUsable());
        var places = new RequestPlaces(wiring.here(), Settings.given(context));
        var settingsOf = new ExportSettings(settings, planner, variants, Settings.counting(context));
        var exports = new ArrayList<Domain>();
        for (var domain : declared) {
            if (exports.addAll(settingsOf.enabled(domain, findings))) {
                findings.read(given -> cron(domain));
            }
            findings.read(given -> findings.add(places.findings(domain, planner.places(domain))));
            findings.read(given -> AskedColumns.of(domain));
        }
        var endpoints = new ListedEndpoints(context, wiring.here(), starts);
        var needed = new NeededKeys(context, settings, starts, wiring.here());
        findings.add(settingsOf.findings(exports, clock.instant(), (export, more) ->
                readExport(export, more, wiring, endpoints, needed)));
        findings.read(given -> findings.add(listed(NoticeSettings.SINKS, endpoints, needed)));
        findings.read(given -> findings.add(new NoticeAddresses(given).findings()));
        var lists = Stream.concat(Stream.of(NoticeSettings.SINKS), exports.stream()
                .flatMap(domain -> Stream.of(domain.key("sinks"), domain.key("transform"))));
        findings.read(given -> findings.add(new UnsetKeys(wiring.here(), this::isSet, this::holds)
                .findings(lists.flatMap(key -> settings.list(key).stream())
                        .flatMap(endpoint -> needed.missing(endpoint).stream()).toList())));
        return List.copyOf(findings.sentences());
    }

    /** What only a start needs of it. */
    private void readExport(Domain domain, Findings findings, Wiring wiring, ListedEndpoints endpoints,
            NeededKeys needed) {
        findings.read(given -> given.list(domain.key("expect-columns")));
        findings.read(given -> apiKey.demandHeader(domain.name()));
        findings.read(given -> findings.add(listed(domain.key("sinks"), endpoints, needed)));
        findings.read(given -> findings.add(FixedNames.findings(domain.key("sinks"),
                given.list(domain.key("sinks")))));
        var transform = new DomainTransform(settings, domain, wiring.starts(), wiring.here());
        findings.read(given -> transform.demandRoute());
        findings.read(given -> transform.demandColumns());
        findings.read(given -> transform.demandMakerOfFormat());
        findings.read(given -> findings.add(new JsonLinesSinks(copies.withFiles(), given).findings(domain)));
        findings.read(given -> findings.add(lacking(domain.key("transform"), needed).toList()));
    }

    private boolean cron(Domain domain) {
        var key = domain.key("cron");
        var cron = settings.required(key, "when to export, for example 0 0 5 * * ?");
        try {
            if (new CronExpression(cron).getTimeAfter(Date.from(clock.instant())) == null) {
                throw new SettingException(key, cron, "this schedule never fires again");
            }
            return true;
        } catch (ParseException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SettingException(key, cron, "this is not a Quartz cron expression such as 0 0 5 * * ?");
        }
    }

    /** A sentence for each endpoint that a setting lists in vain, and each setting without which one cannot work. */
    private List<String> listed(String key, ListedEndpoints endpoints, NeededKeys needed) {
        var listed = settings.list(key).stream().filter(sink -> !isOfARefusedCopy(sink)).toList();
        return Stream.concat(endpoints.findings(key, listed).stream(), lacking(key, needed)).toList();
    }

    private boolean isOfARefusedCopy(String sink) {
        return SinkMarks.nameInSettings(sink).filter(copies::isRefused).isPresent();
    }

    private Stream<String> lacking(String key, NeededKeys needed) {
        return settings.list(key).stream().flatMap(endpoint -> needed.missing(endpoint).stream()
                .map(setting -> setting + " is missing: " + key + " names " + endpoint + ", which needs it"));
    }

    /** A precondition that cannot be read is for Camel to refuse. */
    private boolean holds(String precondition) {
        try {
            return context.resolveLanguage("simple")
                    .createPredicate(context.resolvePropertyPlaceholders(precondition))
                    .matches(new DefaultExchange(context));
        } catch (RuntimeCamelException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isSet(String key) {
        return context.getPropertiesComponent().resolveProperty(key).isPresent();
    }
}
