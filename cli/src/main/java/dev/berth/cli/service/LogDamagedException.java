package dev.berth.cli.service;

/**
 * Nothing can be served, because the log is not the one that was decided from. The message says of each partition
 * what does not fit.
 */
public final class LogDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogDamagedException(String faults) {
        super(faults
                + " Nothing is served and nothing was changed. docs/operations.md, \"When the log is not the one\","
                + " has the ways back: the right log, or berth refold.");
    }
}
