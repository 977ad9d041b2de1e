package dev.berth.events.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Who has a PCI device, or what excludes it. {@link #AVAILABLE} devices that are clean and in service are free and
 * counted in pools; see {@link TrackedDevice#isAvailable}.
 */
public enum DeviceStatus {
    AVAILABLE,
    /** Reserved for a consumer that is being built or moved. */
    CLAIMED,
    /** In use by a consumer. */
    ALLOCATED,
    /** Not free because a claimed relative (its PF, or one of its children) excludes it. */
    UNCLAIMABLE,
    /** Not free because an allocated relative excludes it, or one that is dirty or out of service. */
    UNAVAILABLE,
    /** Gone from its host. The ledger drops it in the same step, so the state is seen in changes and never stands. */
    REMOVED,
    /** Gone, and its going has been recorded. Kept for what other systems report; the ledger never enters it. */
    DELETED;

    /** Whether a consumer holds it. */
    public boolean isBusy() {
        return this == CLAIMED || this == ALLOCATED;
    }

    /** Whether a relative excludes it. */
    public boolean isBlocked() {
        return this == UNCLAIMABLE || this == UNAVAILABLE;
    }

    /** The word for it in the API and in exports: the name in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DeviceStatus> parse(String text) {
        for (DeviceStatus status : values()) {
            if (status.text().equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
