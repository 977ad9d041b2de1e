package dev.berth.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. The appender, standard error, is logback.xml's. */
final class Logging {
    private Logging() {}

    static void set(boolean isVerbose) {
        if (isVerbose) {
            level(Logger.ROOT_LOGGER_NAME, Level.INFO);
            level("dev.berth", Level.DEBUG);
        }
    }

    private static void level(String logger, Level level) {
        if (LoggerFactory.getLogger(logger) instanceof Logger logback) {
            logback.setLevel(level);
        }
    }
}
