package dev.berth.events.decision;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ProviderId;

/**
 * What a host has come to by a command about it.
 *
 * @param holders who holds something of it: after a drain those who do, after a removal those who did
 * @param removed the providers that were removed with it
 * @param wasEnrolled whether it was enrolled until it was removed
 */
public record HostState(Holders holders, ImmutableSortedSet<ProviderId> removed, boolean wasEnrolled) {
    /** The state of a host that stays. */
    public static HostState heldBy(Holders holders) {
        return new HostState(holders, ImmutableSortedSet.of(), false);
    }
}
