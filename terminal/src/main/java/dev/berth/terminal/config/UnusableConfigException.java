package dev.berth.terminal.config;

/** A configuration says something that cannot be meant. The message says what, where, and what would be right. */
public final class UnusableConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableConfigException(String message) {
        super(message);
    }

    UnusableConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
