package dev.berth.events.codec;

import dev.berth.events.model.UnreadableLogException;

/**
 * The schema registry could not be asked, so it is not known what the bytes are. Nothing is wrong with the record: the
 * same call may succeed when the registry answers again.
 */
public final class RegistryUnavailableException extends UnreadableLogException {
    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
