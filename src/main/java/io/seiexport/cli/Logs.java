package io.seiexport.cli;

import java.nio.file.Path;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.slf4j.LoggerFactory;

/** Sets how much is logged, in which form, and where to. */
final class Logs {
    private static final String FORMAT = "log.format";

    private Logs() {
    }

    /** Must come before the first line is logged: logback.xml takes the form from here. */
    static void begin(Path settings) {
        var format = Settings.beforeStart(settings, FORMAT);
        if (!format.equals("text") && !format.equals("json")) {
            throw new SettingException(FORMAT, format, "use text or json");
        }
        System.setProperty(FORMAT, format);
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
                place.accept(event.getLevel() + " " + event.getFormattedMessage());
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
