package io.seiexport.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.seiexport.settings.SettingException;

/**
 * What is logged, and in which form, unless {@code -Dlogback.configurationFile} names a file that says so. It is Java,
 * because reading the same from XML would take a tenth of the start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** Logback's own property. */
    private static final String FILE = "logback.configurationFile";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0}: "
                    + "%replace([%X{project}] ){\"^\\[\\] $\", \"\"}%msg%n";

    private static final Map<Level, List<String>> LOGGERS = Map.of(
            Level.OFF, List.of(
                    "org.apache.camel.main.BaseMainSupport",
                    // Of a route that brings no error handler: a stack trace of what its caller says in a sentence.
                    "org.apache.camel.processor.errorhandler",
                    // Prints a stack trace; the program says the same in a sentence at the start.
                    "org.sqlite.SQLiteJDBCLoader"),
            Level.ERROR, List.of(
                    // The program says once that the ledger is unavailable; these say it at each connection.
                    "com.zaxxer.hikari.pool.ProxyConnection",
                    "com.zaxxer.hikari.pool.PoolBase",
                    "org.flywaydb"),
            Level.WARN, List.of(
                    // Say again what the context says, take any end for SIGTERM, and any address for 0.0.0.0.
                    "org.apache.camel.main.MainSupport",
                    "org.apache.camel.main.DefaultMainShutdownStrategy",
                    "org.apache.camel.component.platform.http.main.MainHttpServerUtil",
                    // Lists what the settings already say.
                    "org.apache.camel.component.micrometer.prometheus",
                    // At a finer level these print what goes over the wire, to a database and from the settings.
                    "org.apache.hc",
                    "org.apache.http",
                    "httpclient",
                    "org.apache.commons.httpclient",
                    "org.apache.camel.component.http",
                    "org.apache.camel.http",
                    "org.apache.camel.component.aws2",
                    "org.apache.camel.component.properties",
                    "org.apache.camel.impl.engine.DefaultCamelContextExtension",
                    "org.apache.camel.support.PropertyBindingSupport",
                    "org.apache.sshd",
                    "org.apache.commons.net",
                    "com.jcraft.jsch",
                    "com.azure",
                    "com.google",
                    "org.springframework.jdbc",
                    "org.postgresql",
                    "org.sqlite",
                    "org.quartz",
                    "io.netty",
                    "io.vertx",
                    "software.amazon.awssdk",
                    "com.zaxxer.hikari"));

    /** Where the file is not there, Logback itself would show all that it is told, keys among it. */
    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        var file = System.getProperty(FILE);
        if (file != null && isThere(file)) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        setUp(logback);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void demandFile() {
        var file = System.getProperty(FILE);
        if (file != null && !isThere(file)) {
            throw new SettingException("-D" + FILE, file, "there is no such file");
        }
    }

    /** A file, or what lies beside the classes; what is an address is opened to find out. */
    static boolean isThere(String file) {
        try {
            new URL(file).openStream().close();
            return true;
        } catch (MalformedURLException e) {
            return LogSetup.class.getClassLoader().getResource(file) != null || new File(file).isFile();
        } catch (IOException e) {
            return false;
        }
    }

    /** With the format and the level that the properties of the context say. */
    void setUp(LoggerContext logback) {
        LOGGERS.forEach((level, names) -> names.forEach(name -> logback.getLogger(name).setLevel(level)));
        var root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(logback.getProperty(Logs.LEVEL), Level.INFO));
        root.addAppender(console(logback, "json".equals(logback.getProperty(Logs.FORMAT)) ? "json" : "text"));
    }

    /** Standard error, so that standard output holds nothing but what a command prints. */
    private static LogConsole console(LoggerContext logback, String form) {
        var encoder = form.equals("json") ? json() : text();
        encoder.setContext(logback);
        encoder.start();
        var console = new LogConsole();
        console.setName(form);
        console.setContext(logback);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static Encoder<ILoggingEvent> text() {
        var text = new PatternLayoutEncoder();
        text.setPattern(PATTERN);
        return text;
    }

    private static Encoder<ILoggingEvent> json() {
        var json = new JsonEncoder();
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMarkers(false);
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithKVPList(false);
        return json;
    }
}
