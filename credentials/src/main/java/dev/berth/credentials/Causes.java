package dev.berth.credentials;

import com.google.common.base.Throwables;

/** The message for a failure: its first cause, on one line. */
public final class Causes {
    private Causes() {}

    public static String of(Exception failure) {
        Throwable root = Throwables.getRootCause(failure);
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }
}
