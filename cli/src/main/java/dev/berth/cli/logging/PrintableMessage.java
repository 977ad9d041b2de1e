package dev.berth.cli.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.berth.events.model.Printable;

/**
 * The message of an event for the log: whatever stands in it, it begins no second line at the margin and moves no
 * cursor.
 */
public final class PrintableMessage extends MessageConverter {
    static final String INDENT = "    ";

    @Override
    public String convert(ILoggingEvent event) {
        return Printable.lines(super.convert(event), INDENT);
    }
}
