package dev.berth.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.slf4j.Logger;

/**
 * Leaves out what the Kafka inside calls an error and puts right by itself. With {@code --verbose} all of it is shown.
 *
 * <ul>
 *   <li>Where it asks a producer to send the first records of a transaction again, those that were sent behind them
 *       overtake them, are refused, and are sent again in their order. A producer that cannot send them again says so
 *       itself.
 *   <li>At a start its broker asks its controller before that has taken office, and asks again.
 * </ul>
 */
public final class RetriedByKafka extends Filter<ILoggingEvent> {
    private static final Map<String, Class<?>> BY_LOGGER = Map.of(
            "kafka.server.ReplicaManager", OutOfOrderSequenceException.class,
            "kafka.server.ControllerApis", NotControllerException.class);

    @Override
    public FilterReply decide(ILoggingEvent event) {
        Class<?> retried = BY_LOGGER.get(event.getLoggerName());
        return retried != null && isOf(retried, event.getThrowableProxy()) && !isVerbose()
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** Whether the failure or what has caused it is of that class. */
    private static boolean isOf(Class<?> retried, IThrowableProxy failure) {
        return Stream.iterate(failure, cause -> cause != null, IThrowableProxy::getCause)
                .anyMatch(cause -> cause.getClassName().equals(retried.getName()));
    }

    private boolean isVerbose() {
        return getContext() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).isEnabledFor(Level.INFO);
    }
}
