package io.seiexport.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.seiexport.check.Domains;
import io.seiexport.check.Preflight;
import io.seiexport.journal.Watcher;
import io.seiexport.ledger.LedgerStore;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.settings.Utf8Main;
import io.seiexport.words.Secrets;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.IOHelper;

/** Camel with the routes and settings of the current folder, and with the simulator when the settings want it. */
final class Engine implements AutoCloseable {
    private static final Path SETTINGS = Path.of("application.properties");
    private static final Path ROUTES = Path.of("routes");

    /** The routes run as written, the clocks tick, and the management port is open. */
    static final Map<String, String> ON_THE_CLOCK = Map.of();

    /** The same routes, but nothing happens by itself: the clocks stand still, and no port is opened. */
    static final Map<String, String> BY_HAND = Map.of(
            Settings.BY_HAND, "true",
            "camel.component.quartz.auto-start-scheduler", "false",
            "camel.management.enabled", "false");

    /** By hand, and only for the ledger: no export is begun. */
    static final Map<String, String> FOR_THE_LEDGER = Map.of(
            Settings.BY_HAND, "true",
            "camel.component.quartz.auto-start-scheduler", "false",
            "camel.management.enabled", "false",
            "camel.main.auto-startup-exclude-pattern", "export-job");

    /** By hand, and what is queued stays in the queue. */
    static final Map<String, String> WITHOUT_EFFECT = Map.of(
            Settings.BY_HAND, "true",
            "camel.component.quartz.auto-start-scheduler", "false",
            "camel.management.enabled", "false",
            Settings.WITHOUT_EFFECT, "true",
            "camel.main.auto-startup-exclude-pattern", "export-job");

    private final Utf8Main main = new Utf8Main();
    private final Optional<Sandbox> sandbox;

    Engine(Map<String, String> manner, List<Watcher> watchers) {
        if (!Files.isRegularFile(SETTINGS) || !Files.isDirectory(ROUTES)) {
            throw new SettingException("there is no application.properties or no routes/ in "
                    + Path.of("").toAbsolutePath() + "; start from the folder that holds them");
        }
        Logs.begin(SETTINGS);
        if (manner != ON_THE_CLOCK) {
            Logs.withoutCamel();
        }
        main.setPropertyPlaceholderLocations("file:" + SETTINGS + ",classpath:"
                + Settings.class.getPackageName().replace('.', '/') + "/application.properties");
        addEnvironment();
        manner.forEach(main::addOverrideProperty);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                var context = configured.getCamelContext();
                Logs.keepOut(SETTINGS, context.getRegistry().findSingleByType(Secrets.class));
                context.getRegistry().findSingleByType(Preflight.class).demandSoundSettings();
                ManagementPort.prepare(context);
                context.getRegistry().findSingleByType(LedgerStore.class).open();
            }
        });
        sandbox = Settings.beforeStart(SETTINGS, "sei.base-url").equals(Settings.SANDBOX)
                ? Optional.of(Sandbox.start(0))
                : Optional.empty();
        sandbox.ifPresent(simulator -> main.bind(Settings.SANDBOX, simulator.address()));
        for (var watcher : watchers) {
            main.bind(watcher.getClass().getSimpleName(), watcher);
        }
    }

    /** Camel itself looks into the environment for some of its own settings only. */
    private void addEnvironment() {
        for (var key : Settings.manual().stringPropertyNames()) {
            var value = IOHelper.lookupEnvironmentVariable(key);
            if (key.startsWith("camel.") && value != null) {
                main.addOverrideProperty(key, value);
            }
        }
    }

    Engine start() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        main.start();
        return this;
    }

    /** Takes up what an earlier program has begun and not ended, and then runs until the process is told to end. */
    void run() throws Exception {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                try {
                    for (var domain : domains(List.of())) {
                        ring(domain, Map.of("unfinished", true));
                    }
                } catch (Exception e) {
                    throw RuntimeCamelException.wrapRuntimeCamelException(e);
                }
            }
        });
        main.run();
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** The domains that are switched on, or those of them that were named. */
    List<Domains.Domain> domains(List<String> named) {
        var settings = new Settings(context());
        var enabled = Domains.of(context()).stream().filter(domain -> settings.flag(domain.key("enabled"))).toList();
        var names = new TreeSet<>(enabled.stream().map(Domains.Domain::name).toList());
        for (var name : named) {
            if (!names.contains(name)) {
                throw new SettingException("--export " + name + ": there is no such enabled export, only "
                        + String.join(", ", names));
            }
        }
        return enabled.stream().filter(domain -> named.isEmpty() || named.contains(domain.name())).toList();
    }

    /** Does what the clock of a domain does, now, for what these variables ask for. */
    void ring(Domains.Domain domain, Map<String, ?> wanted) throws Exception {
        var exchange = new DefaultExchange(context());
        wanted.forEach(exchange::setVariable);
        context().getRoute(domain.route()).getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    /** Calls a route of the ledger with these variables, and hands out the exchange with those that it has set. */
    Exchange ledger(String route, Map<String, ?> given) throws Exception {
        var exchange = new DefaultExchange(context());
        given.forEach(exchange::setVariable);
        try (var template = context().createProducerTemplate()) {
            template.send("direct:" + route, exchange);
        }
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange;
    }

    @Override
    public void close() {
        main.stop();
        sandbox.ifPresent(Sandbox::close);
    }
}
