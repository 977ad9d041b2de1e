package dev.berth.cli.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.berth.events.model.Printable;

/** The stack trace of an event for the log; the messages in it may quote what anybody has sent. */
public final class PrintableTrace extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return PrintableMessage.INDENT + Printable.lines(super.throwableProxyToString(thrown), PrintableMessage.INDENT);
    }
}
