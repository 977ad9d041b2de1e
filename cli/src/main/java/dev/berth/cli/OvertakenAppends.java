package dev.berth.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.slf4j.Logger;

/**
 * Leaves out what the Kafka inside calls an error and puts right by itself: where it asks a producer to send the first
 * records of a transaction again, those that were sent behind them overtake them, are refused, and are sent again in
 * their order. A producer that cannot send them again says so itself. With {@code --verbose} all of it is shown.
 */
public final class OvertakenAppends extends Filter<ILoggingEvent> {
    private static final String BROKER = "kafka.server.ReplicaManager";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean isOvertaken = event.getLoggerName().equals(BROKER)
                && event.getThrowableProxy() != null
                && event.getThrowableProxy().getClassName().equals(OutOfOrderSequenceException.class.getName());
        return isOvertaken && !isVerbose() ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private boolean isVerbose() {
        return getContext() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).isEnabledFor(Level.INFO);
    }
}
