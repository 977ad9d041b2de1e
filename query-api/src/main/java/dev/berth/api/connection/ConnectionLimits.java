package dev.berth.api.connection;

import java.time.Duration;

/**
 * The limits of a connection.
 *
 * @param connectionsMax how many may be open; more are closed as soon as they are accepted
 * @param headTime how long a request may take from its first byte to the end of its headers, and the first one of a
 *     connection from the moment it is opened, TLS included
 * @param idleTime how long a connection may be open without a request
 */
public record ConnectionLimits(int connectionsMax, Duration headTime, Duration idleTime) {
    public static final ConnectionLimits USUAL =
            new ConnectionLimits(4_096, Duration.ofSeconds(10), Duration.ofSeconds(300));

    public ConnectionLimits {
        if (connectionsMax < 1 || headTime.isNegative() || headTime.isZero() || idleTime.compareTo(headTime) < 0) {
            throw new IllegalArgumentException(
                    "expected room for a connection, and no less time for an idle one than for a head, but got "
                            + connectionsMax + ", " + headTime + " and " + idleTime);
        }
    }

    public ConnectionLimits withConnectionsMax(int other) {
        return new ConnectionLimits(other, headTime, idleTime);
    }
}
