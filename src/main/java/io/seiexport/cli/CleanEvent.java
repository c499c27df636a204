package io.seiexport.cli;

import java.util.Arrays;
import java.util.TreeMap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.Context;

/** Cleans the texts of a log event, also of what was thrown, and leaves its arguments, markers and pairs out. */
final class CleanEvent extends LoggingEvent {
    private final ILoggingEvent event;
    private final Context logback;

    CleanEvent(ILoggingEvent event, Context logback) {
        this.event = event;
        this.logback = logback;
        setLevel(event.getLevel());
        setLoggerName(event.getLoggerName());
        setLoggerContextRemoteView(event.getLoggerContextVO());
        setInstant(event.getInstant());
        setSequenceNumber(event.getSequenceNumber());
        setMessage(Logs.clean(event.getFormattedMessage(), logback));
        var clean = new TreeMap<String, String>();
        event.getMDCPropertyMap().forEach((key, value) ->
                clean.put(Logs.clean(key, logback), Logs.clean(value, logback)));
        Logs.node(logback).ifPresent(name -> clean.put("node", name));
        setMDCPropertyMap(clean);
    }

    /** Not every form of the log shows it. */
    @Override
    public String getThreadName() {
        return Logs.clean(event.getThreadName(), logback);
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return CleanThrown.of(event.getThrowableProxy(), logback);
    }

    private record CleanThrown(IThrowableProxy thrown, Context logback) implements IThrowableProxy {
        private static IThrowableProxy of(IThrowableProxy thrown, Context logback) {
            return thrown == null ? null : new CleanThrown(thrown, logback);
        }

        @Override
        public String getMessage() {
            return Logs.clean(thrown.getMessage(), logback);
        }

        @Override
        public String getOverridingMessage() {
            return Logs.clean(thrown.getOverridingMessage(), logback);
        }

        @Override
        public String getClassName() {
            return thrown.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return thrown.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return thrown.getCommonFrames();
        }

        @Override
        public IThrowableProxy getCause() {
            return of(thrown.getCause(), logback);
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            var suppressed = thrown.getSuppressed();
            return suppressed == null ? null
                    : Arrays.stream(suppressed).map(one -> of(one, logback)).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return thrown.isCyclic();
        }
    }
}
