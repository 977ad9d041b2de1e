package dev.berth.credentials;

import com.google.common.base.Throwables;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The message for a failure: its first cause, on one line. */
public final class Causes {
    private Causes() {}

    public static String of(Exception failure) {
        Throwable root = Throwables.getRootCause(failure);
        if (root instanceof NoSuchFileException missing) {
            return missing.getFile() + " is not there";
        }
        if (root instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        return root.getMessage() == null ? "what is in it cannot be understood" : root.getMessage();
    }
}
