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
    /** Connections take at most such a part of all files: of those that are closed the files go a little later. */
    private static final int FILES_SHARE = 4;

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

    /**
     * The same, with no more connections than leave files to what else the process has open. Without a file a disk
     * cannot be written to, which ends the process: callers must not be able to take them all.
     *
     * @param filesMax how many files the system lets the process have open, sockets included
     */
    public ConnectionLimits withinFiles(long filesMax) {
        long most = Math.max(1, filesMax / FILES_SHARE);
        return most < connectionsMax ? withConnectionsMax(Math.toIntExact(most)) : this;
    }
}
