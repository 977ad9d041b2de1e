package dev.berth.cli.rehearsal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Keeps whatever the threads of one group would log out of the log while it lasts. */
final class Hush extends TurboFilter {
    private final ThreadGroup group;

    Hush(ThreadGroup group) {
        this.group = group;
    }

    void begin() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        return Thread.currentThread().getThreadGroup() == group ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    void end() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getTurboFilterList().remove(this);
        }
    }
}
