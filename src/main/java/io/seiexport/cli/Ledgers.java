package io.seiexport.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.check.LedgerPreflight;
import io.seiexport.check.SecretFiles;
import io.seiexport.http.Account;
import io.seiexport.http.BaseUrl;
import io.seiexport.http.PlainHttp;
import io.seiexport.ledger.LedgerRows;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.ledger.LedgerWatch;
import io.seiexport.ledger.Node;
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
import org.apache.camel.CamelContext;

/**
 * The ledgers of the projects for a command that only reads or mends them: with the settings as Camel has them, but
 * without its routes, whose start would take most of the time of such a command.
 */
final class Ledgers implements AutoCloseable {
    private final Map<Project, Opened> opened = new LinkedHashMap<>();
    private final List<CamelContext> contexts = new ArrayList<>();
    private final Secrets secrets = new Secrets();
    private final Node node = new Node();
    private final InstantSource clock = InstantSource.system();
    private final RunMode mode;
    private final boolean ofExports;

    /** What stands behind one of them. */
    private record Opened(Account account, LedgerStore store, Teams teams, Ledger ledger) {
    }

    private Ledgers(RunMode mode, boolean ofExports) {
        this.mode = mode;
        this.ofExports = ofExports;
    }

    /**
     * Those of the projects with these names, or of all where none is named.
     *
     * @param ofExports whether the command also wants to know what the settings of the exports ask for
     */
    static Ledgers open(RunMode mode, boolean ofExports, List<String> named) throws Exception {
        var projects = Projects.here(named);
        Logs.withoutCamel();
        var ledgers = new Ledgers(mode, ofExports);
        try {
            ledgers.open(projects);
        } catch (Exception | Error e) {
            ledgers.close();
            throw e;
        }
        return ledgers;
    }

    private void open(Projects projects) throws Exception {
        Logs.keepOut(Projects.SETTINGS, secrets);
        Logs.comeFrom(node);
        var findings = new LinkedHashMap<Project, List<String>>();
        for (var project : projects.all()) {
            findings.put(project, read(project));
        }
        projects.refuse(findings);
        projects.demandApart(project -> opened.get(project).account());
        for (var each : opened.values()) {
            each.store().open();
            if (ofExports) {
                each.teams().accept(each.ledger().rows().teams());
            }
        }
    }

    /** A sentence for each setting that cannot be used. */
    private List<String> read(Project project) throws Exception {
        var context = new ProjectMain(project).settingsAlone();
        contexts.add(context);
        new DomainDefaults().setCamelContext(context);
        var settings = Settings.of(context, secrets);
        new SecretFiles(context, secrets, Project.of(settings)).useFor(context);
        var findings = Findings.orDefaults(settings);
        var plainHttp = findings.read(PlainHttp::of);
        findings.read(given -> BaseUrl.demandUsable(given, plainHttp));
        var account = findings.read(Account::of);
        var store = new LedgerStore(context, settings, mode);
        context.addLifecycleStrategy(store);
        var watch = new LedgerWatch(store.pool(), node, LedgerWatch.policy(context));
        var domains = new Domains(context, settings);
        var teams = Teams.read(findings, mode, secrets, clock);
        var planner = new Planner(domains, settings, PlanSettings.read(findings), mode, new SinkMarks(settings), teams,
                clock);
        opened.put(project, new Opened(account, store, teams, new Ledger(project, settings, domains, planner,
                clock, new LedgerRows(store.pool(), watch, account.ledgerName()))));
        var sentences = new LedgerPreflight(context, settings, domains, planner)
                .findings(findings.sentences(), ofExports, clock.instant());
        return sentences.stream().flatMap(String::lines)
                .map(sentence -> project.inWords(sentence, settings::textOrNull)).toList();
    }

    List<Ledger> all() {
        return opened.values().stream().map(Opened::ledger).toList();
    }

    @Override
    public void close() {
        contexts.forEach(CamelContext::stop);
    }
}
