package dev.berth.projector;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** What Berth writes to its log while this is open. */
final class Said implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.berth.projector");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Said() {
        appender.start();
        logger.addAppender(appender);
    }

    /** The lines so far. */
    List<String> lines() {
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** The failures whose traces stand below lines, each as its class and message. */
    List<String> failures() {
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getThrowableProxy)
                .filter(Objects::nonNull)
                .map(failure -> failure.getClassName() + ": " + failure.getMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
