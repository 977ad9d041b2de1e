package dev.berth.terminal;

import dev.berth.events.json.FailureWords;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * A command cannot do its work for a reason that its user can mend. The message says what was wrong and what would be
 * right.
 */
public final class CannotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotRunException(String message) {
        super(message);
    }

    public CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What keeps a command from writing a file.
     *
     * @param another how to name another file, where there is one of this name already
     */
    public static CannotRunException cannotWrite(Path file, IOException why, String another) {
        return why instanceof FileAlreadyExistsException
                ? new CannotRunException("there is a file " + file + " already; " + another, why)
                : new CannotRunException("cannot write " + file + ": " + FailureWords.of(why), why);
    }
}
