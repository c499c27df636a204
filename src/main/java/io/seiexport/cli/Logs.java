package io.seiexport.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.joran.spi.JoranException;
import io.seiexport.failure.Visible;
import io.seiexport.job.LogFields;
import io.seiexport.ledger.Node;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.slf4j.LoggerFactory;

/** Sets how much is logged, in which form, and where to. */
final class Logs {
    static final String FORMAT = "log.format";
    static final String LEVEL = "log.level";
    private static final String SECRETS = "secrets";
    private static final String NODE = "node";

    private Logs() {
    }

    /** Takes the form from the settings; all else that is set of the logs is forgotten. */
    static void begin(Path settings) {
        LogSetup.demandFile();
        var format = Settings.beforeStart(settings, FORMAT);
        if (!format.equals("text") && !format.equals("json")) {
            throw new SettingException(FORMAT, format, "use text or json");
        }
        var level = Settings.beforeStart(settings, LEVEL).toUpperCase(Locale.ROOT);
        if (!List.of("ERROR", "WARN", "INFO", "DEBUG").contains(level)) {
            throw new SettingException(LEVEL, level, "use ERROR, WARN, INFO or DEBUG");
        }
        // Others may have made loggers already, and the first one was set up without the settings.
        var logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        logback.reset();
        logback.putProperty(FORMAT, format);
        logback.putProperty(LEVEL, level);
        try {
            new ContextInitializer(logback).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException("the file that -Dlogback.configurationFile names cannot be read", e);
        }
        keepOut(settings, new Secrets());
    }

    /** From here on what is learnt of secrets while the program runs is kept out, too. */
    static void keepOut(Path settings, Secrets secrets) {
        Settings.secretsBeforeStart(settings).forEach(secrets::learn);
        ((LoggerContext) LoggerFactory.getILoggerFactory()).putObject(SECRETS, secrets);
    }

    /** From here on each event says which process it comes from. */
    static void comeFrom(Node node) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).putObject(NODE, node.name());
    }

    static Optional<String> node(Context logback) {
        return Optional.ofNullable((String) logback.getObject(NODE));
    }

    /** What may be shown of a text that others had a part in. */
    static String clean(String text) {
        return clean(text, (LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static String clean(String text, Context logback) {
        return Visible.of((logback.getObject(SECRETS) instanceof Secrets known ? known : new Secrets()).blotOut(text));
    }

    /** Leaves out what Camel says of its own coming and going. */
    static void withoutCamel() {
        logger("org.apache.camel").setLevel(Level.WARN);
    }

    /** Sends what is worth a person's attention to a place of its own instead of standard error. */
    static void warningsTo(Consumer<String> place) {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                var clean = new CleanEvent(event, getContext());
                var project = clean.getMDCPropertyMap().get(LogFields.PROJECT);
                place.accept(event.getLevel() + " " + (project == null ? "" : "[" + project + "] ")
                        + clean.getFormattedMessage());
            }
        };
        var root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        root.addAppender(appender);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
