package dev.berth.events.model;

import com.google.common.base.Ascii;
import java.util.Optional;

/** How pinned vCPUs share cores that have several threads. */
public enum ThreadPolicy {
    /** Siblings if possible, any threads else; what holds if nothing is said. */
    PREFER,
    /** Siblings only. */
    REQUIRE,
    /** One thread of each core, the others of the core blocked for everybody. */
    ISOLATE;

    public String text() {
        return Ascii.toLowerCase(name());
    }

    public static Optional<ThreadPolicy> parse(String text) {
        for (ThreadPolicy policy : values()) {
            if (policy.text().equals(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
