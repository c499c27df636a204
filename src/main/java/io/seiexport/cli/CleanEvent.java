package io.seiexport.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.Context;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** What may be shown of an event of the log: its texts are cleaned, also those of what was thrown. */
record CleanEvent(ILoggingEvent event, Context logback) implements ILoggingEvent {

    /** The same for what was thrown. */
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

    @Override
    public String getFormattedMessage() {
        return Logs.clean(event.getFormattedMessage(), logback);
    }

    /** Without its arguments, which may be anything. */
    @Override
    public String getMessage() {
        return getFormattedMessage();
    }

    @Override
    public Object[] getArgumentArray() {
        return null;
    }

    @Override
    public List<KeyValuePair> getKeyValuePairs() {
        return null;
    }

    @Override
    public List<Marker> getMarkerList() {
        return null;
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return CleanThrown.of(event.getThrowableProxy(), logback);
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        var clean = new TreeMap<String, String>();
        event.getMDCPropertyMap().forEach((key, value) ->
                clean.put(Logs.clean(key, logback), Logs.clean(value, logback)));
        Logs.node(logback).ifPresent(name -> clean.put("node", name));
        return clean;
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return getMDCPropertyMap();
    }

    @Override
    public String getThreadName() {
        return Logs.clean(event.getThreadName(), logback);
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
