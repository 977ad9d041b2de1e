package dev.berth.api.tls;

import com.google.common.base.Throwables;

/** What is told of a failure: its first cause, on one line. */
final class Causes {
    private Causes() {}

    static String of(Exception failure) {
        Throwable root = Throwables.getRootCause(failure);
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }
}
