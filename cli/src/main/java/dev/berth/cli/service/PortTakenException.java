package dev.berth.cli.service;

/** Another program listens on the API's address. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port) {
        super("port " + port + " on " + host + " is taken; choose another with --port, or 0 for a free one");
    }
}
