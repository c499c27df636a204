package io.seiexport.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.seiexport.check.Preflight;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.quartz.simpl.ZeroSizeThreadPool;

/** The files of routes/ and a settings file of the test, set up the way the command line does it. */
public final class Configured implements AutoCloseable {
    private static final Map<String, String> BY_HAND = Map.of(
            "camel.component.quartz.auto-start-scheduler", "false",
            "camel.component.quartz.properties[org.quartz.threadPool.class]", ZeroSizeThreadPool.class.getName(),
            "camel.management.enabled", "false",
            "camel.metrics.enabled", "false",
            "camel.main.jmx-enabled", "false");
    /** A server that is never asked. */
    private static final List<String> ACCOUNT = List.of("sei.base-url=http://127.0.0.1:9", "sei.api-key=swordfish",
            "sei.project=Metrics", "sei.org=Acme", "sei.max-requests-per-minute=100000");

    private final TestMain main = new TestMain();

    /** Lines of the settings file; what it lacks has its packaged default. A later line outdoes an earlier one. */
    public Configured(Path folder, String... lines) throws IOException {
        var file = folder.resolve("application.properties");
        Files.write(file, ACCOUNT);
        Files.write(file, List.of("ledger.url=jdbc:sqlite:" + folder.resolve("ledger.db")),
                StandardOpenOption.APPEND);
        Files.write(file, List.of(lines), StandardOpenOption.APPEND);
        main.setPropertyPlaceholderLocations("file:" + file + ",classpath:"
                + Settings.class.getPackageName().replace('.', '/') + "/application.properties");
        BY_HAND.forEach(main::addOverrideProperty);
        main.addOverrideProperty("camel.main.name", "test-" + UUID.randomUUID());
    }

    /** Reads settings and routes but starts nothing. */
    public Configured read() {
        main.init();
        return this;
    }

    /** Starts, unless a setting is wrong. */
    public Configured start() throws Exception {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                preflight().demandSoundSettings();
            }
        });
        main.start();
        return this;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public Preflight preflight() {
        return part(Preflight.class);
    }

    /** The only one of its kind. */
    public <T> T part(Class<T> type) {
        return context().getRegistry().findSingleByType(type);
    }

    @Override
    public void close() {
        main.stop();
    }
}
