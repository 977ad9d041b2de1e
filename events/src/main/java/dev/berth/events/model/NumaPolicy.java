package dev.berth.events.model;

import com.google.common.base.Ascii;
import java.util.Optional;

/** How near to the NUMA cells of a guest its devices must be. Without cells no policy restricts anything. */
public enum NumaPolicy {
    /** On a cell of the guest. */
    REQUIRED,
    /** On a cell of the guest, or where the host does not know; what holds if nothing is said. */
    LEGACY,
    /** Anywhere, as near as can be. */
    PREFERRED,
    /** On a socket that hosts a cell of the guest. */
    SOCKET;

    /** The word for it in flavors and requests. */
    public String text() {
        return Ascii.toLowerCase(name());
    }

    public static Optional<NumaPolicy> parse(String text) {
        for (NumaPolicy policy : values()) {
            if (policy.text().equals(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
