package dev.berth.cli.service;

/** Somebody else listens where the API should. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port) {
        super("port " + port + " on " + host + " is taken; choose another with --port, or 0 for a free one");
    }
}
