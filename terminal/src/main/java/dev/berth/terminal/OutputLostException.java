package dev.berth.terminal;

import java.io.IOException;
import java.util.Locale;

/** Standard output does not take what a command prints, so whoever reads it has not got all of it. */
public final class OutputLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the system says of a pipe whose reader has ended; the JVM has no class of its own for it. */
    private static final String CLOSED_PIPE = "broken pipe";

    OutputLostException(IOException cause) {
        super("cannot write to standard output, so what was printed is not all: " + cause.getMessage(), cause);
    }

    /** Whether the reader has gone away, as {@code head} does once it has enough. */
    boolean isUnread() {
        return String.valueOf(getCause().getMessage()).toLowerCase(Locale.ROOT).contains(CLOSED_PIPE);
    }
}
