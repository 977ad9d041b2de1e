package dev.berth.events.model;

import com.google.common.base.Ascii;

/**
 * Who has a PCI device, or what excludes it. {@link #AVAILABLE} devices that are clean and in service are free and
 * counted in pools; see {@link TrackedDevice#isAvailable}.
 */
public enum DeviceStatus {
    AVAILABLE,
    /** Reserved for a consumer that is being built or moved. */
    CLAIMED,
    /** In use by a consumer. The service has no way to tell; rules written as data say what follows from it. */
    ALLOCATED,
    /** Not free because a claimed relative (its PF, or one of its children) excludes it. */
    UNCLAIMABLE,
    /** Not free because an allocated relative excludes it, or one that is dirty or out of service. */
    UNAVAILABLE;

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
        return Ascii.toLowerCase(name());
    }
}
