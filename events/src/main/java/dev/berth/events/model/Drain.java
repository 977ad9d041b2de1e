package dev.berth.events.model;

/**
 * Says that new consumers are kept off a host, until it is undrained.
 *
 * @param host the root provider of the host, which need not be there yet
 * @param reason why, in words for people
 * @param sinceMs when it was drained, in milliseconds since the epoch by the clock of the log
 * @param wasDisabled whether the root has COMPUTE_STATUS_DISABLED from elsewhere too, and keeps it after the drain
 */
public record Drain(ProviderId host, String reason, long sinceMs, boolean wasDisabled) {
    public Drain {
        Limits.requireReason(reason, "a drain");
    }

    /** The trait that a drained root has, so that anyone who reads Placement alone sees it. */
    public static final Trait DISABLED = Trait.of("COMPUTE_STATUS_DISABLED");
}
