package dev.berth.cli.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Hears of what no part of Kafka in this process gets over. Kafka tells the log of it, nobody else, and goes on as well
 * as it can, so the log is where it is heard.
 *
 * <ul>
 *   <li>The thread of a client dies: clients catch exceptions there, but no errors, and none has its thread made again.
 *       It takes what it is given from then on, and sends nothing.
 *   <li>Memory runs out, which is not the heap's where the JVM does not end of it: the broker inside leaves a group
 *       without its coordinator then, and does not try again.
 * </ul>
 */
final class KafkaErrorWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final List<String> LOGGERS = List.of("org.apache.kafka", "kafka");

    /** Those of this class, which are all threads of clients, say here that they die. */
    private static final String THREAD = "org.apache.kafka.common.utils.internals.KafkaThread";

    private final Consumer<String> listener;

    private KafkaErrorWatch(Consumer<String> listener) {
        this.listener = listener;
    }

    /**
     * Listens from now on.
     *
     * @param listener told why Kafka cannot be gone on with, on the thread that found it
     */
    static KafkaErrorWatch begin(Consumer<String> listener) {
        KafkaErrorWatch watch = new KafkaErrorWatch(listener);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            watch.setContext(context);
            watch.start();
            LOGGERS.forEach(name -> context.getLogger(name).addAppender(watch));
        }
        return watch;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            Optional<String> want = wanted(event.getThrowableProxy());
            if (event.getLoggerName().equals(THREAD) && event.getThrowableProxy() != null) {
                listener.accept("the thread " + event.getThreadName() + " of Kafka has died of "
                        + want.map(it -> "want of " + it).orElseGet(() -> text(event.getThrowableProxy())));
            } else if (want.isPresent()) {
                listener.accept("Kafka could not go on for want of " + want.get());
            }
        }
    }

    private static Optional<String> wanted(IThrowableProxy failure) {
        return Stream.iterate(failure, cause -> cause != null, IThrowableProxy::getCause)
                .filter(cause -> cause.getClassName().equals(OutOfMemoryError.class.getName()))
                .findFirst()
                .map(cause -> OutOfMemory.isOfThreads(cause.getMessage())
                        ? "threads; " + ProcessRoom.MORE_THREADS
                        : "memory (" + cause.getMessage() + "); " + OutOfMemory.ADVICE);
    }

    private static String text(IThrowableProxy failure) {
        return failure.getClassName() + ": " + failure.getMessage();
    }

    /** What goes wrong from now on is nobody's business any more. */
    @Override
    public void close() {
        if (getContext() instanceof LoggerContext context) {
            LOGGERS.forEach(name -> context.getLogger(name).detachAppender(this));
        }
        stop();
    }
}
