package io.seiexport.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/** The last line of defence: whatever is logged, by whomever, goes out without secrets and with nothing hidden. */
public final class LogConsole extends ConsoleAppender<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
        super.append(new CleanEvent(event, getContext()));
    }
}
