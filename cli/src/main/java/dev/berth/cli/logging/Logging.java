package dev.berth.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.google.common.collect.ImmutableList;
import org.slf4j.LoggerFactory;

/**
 * How much is logged, and in which form. The appender, standard error, is logback.xml's. For the process as a whole;
 * from any thread.
 */
public final class Logging {
    /** Off in logback.xml. */
    private static final String ACCESSES = "berth.access";

    private static final String APPENDER = "stderr";

    /** Whatever Kafka's client, its Streams and a Kafka inside log under. */
    private static final ImmutableList<String> KAFKA =
            ImmutableList.of("org.apache.kafka", "kafka", "state.change.logger");

    private Logging() {}

    public static void set(boolean isVerbose) {
        // The Kafka inside has some classes that know log4j only; what they say goes through the log as all else does.
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.slf4j.SLF4JLoggerContextFactory");
        if (isVerbose && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLoggerList().stream()
                    .filter(logger -> logger.getName().startsWith("org.apache.kafka"))
                    .forEach(logger -> logger.setLevel(null));
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
            context.getLogger("dev.berth").setLevel(Level.DEBUG);
        }
    }

    /** Only warnings of Berth as well, for commands with output of their own. Verbose stays verbose. */
    public static void onlyWarnings() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger("dev.berth").getLevel() == Level.INFO) {
            context.getLogger("dev.berth").setLevel(Level.WARN);
        }
    }

    /**
     * Nothing more of Kafka's, whose disk has failed: hundreds of lines about each of its files would bury the one that
     * says why the process ends. Verbose stays verbose.
     */
    public static void withoutKafka() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && !context.getLogger(Logger.ROOT_LOGGER_NAME).isInfoEnabled()) {
            for (String root : KAFKA) {
                context.getLogger(root).setLevel(Level.OFF);
            }
            context.getLoggerList().stream()
                    .filter(logger ->
                            KAFKA.stream().anyMatch(root -> logger.getName().startsWith(root + ".")))
                    .forEach(logger -> logger.setLevel(Level.OFF));
        }
    }

    /** Logs each request that is answered as well. */
    public static void withAccesses() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(ACCESSES).setLevel(Level.INFO);
        }
    }

    /** One JSON object a line from now on. */
    public static void asJson() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                        instanceof OutputStreamAppender<ILoggingEvent> appender) {
            JsonLine lines = new JsonLine();
            lines.setContext(context);
            lines.start();
            appender.setEncoder(lines);
        }
    }
}
