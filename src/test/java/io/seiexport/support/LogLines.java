package io.seiexport.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

/** Keeps what is logged while it is open, by whichever test: look for words that only one test can cause. */
public final class LogLines implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    /** Of a logger and those below it. */
    public static LogLines of(String logger) {
        return new LogLines(logger(logger));
    }

    /** While another test has the first logger made, all that is handed out are stand-ins. */
    public static Logger logger(String name) {
        Awaitility.await().atMost(LIMIT).until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
        return (Logger) LoggerFactory.getLogger(name);
    }

    public static LogLines ofAll() {
        return of(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** Each with its level in front and the stack trace, if there is one, behind. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
