package dev.berth.projector;

import org.apache.kafka.common.utils.Utils;

/** Where an instance's API can be reached by its peers. */
public record Address(String host, int port) {
    public Address {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "expected a host and a port from 1 to 65535 but got " + host + " and " + port);
        }
    }

    /**
     * Reads host:port; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Address parse(String text) {
        String host = Utils.getHost(text);
        Integer port = Utils.getPort(text);
        if (host == null || port == null) {
            throw new IllegalArgumentException("expected host:port, such as berth-1.example.org:8778, but got " + text);
        }
        return new Address(host, port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
