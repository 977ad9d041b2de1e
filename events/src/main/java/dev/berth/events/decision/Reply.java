package dev.berth.events.decision;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * What a sender is told of a decided command: as much of what came of it as an answer needs besides the request itself.
 * For commands with an idempotency key it is remembered, so that a second send gets the same answer.
 *
 * @param position where the command was decided
 * @param refusal why it was refused; the rest is empty then
 * @param hasChanged whether anything is not as before
 * @param provider the provider that was made or changed, or the host of devices and cells; empty if it was another
 *     thing
 * @param devices the PCI devices that serve the requests of a claim, and which request each serves
 * @param placement the NUMA cells that the guest was put on
 * @param kept providers that a report does not name any more and that stay, because something holds them
 * @param host what the host has come to that was drained or removed; of a write of traits, present if the provider is
 *     a drained host
 */
public record Reply(
        Position position,
        Optional<Refusal> refusal,
        boolean hasChanged,
        Optional<ProviderState> provider,
        ImmutableSortedMap<PciAddress, String> devices,
        Optional<GuestPlacement> placement,
        ImmutableSortedSet<ProviderId> kept,
        Optional<HostState> host) {
    /** Where a provider stood in its tree after the command, and its generation then. */
    public record ProviderState(ProviderId id, long generation, Optional<ProviderId> parent, ProviderId root) {}

    public static Reply refused(Position position, Refusal refusal) {
        return new Reply(
                position,
                Optional.of(refusal),
                false,
                Optional.empty(),
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableSortedSet.of(),
                Optional.empty());
    }

    /** Granted, and there is no more to tell than whether anything has changed. */
    public static Reply accepted(Position position, boolean hasChanged) {
        return new Reply(
                position,
                Optional.empty(),
                hasChanged,
                Optional.empty(),
                ImmutableSortedMap.of(),
                Optional.empty(),
                ImmutableSortedSet.of(),
                Optional.empty());
    }

    public Reply withProvider(ProviderState state) {
        return new Reply(position, refusal, hasChanged, Optional.of(state), devices, placement, kept, host);
    }

    public Reply withHeld(ImmutableSortedMap<PciAddress, String> claimed, Optional<GuestPlacement> placed) {
        return new Reply(position, refusal, hasChanged, provider, claimed, placed, kept, host);
    }

    public Reply withKept(ImmutableSortedSet<ProviderId> providers) {
        return new Reply(position, refusal, hasChanged, provider, devices, placement, providers, host);
    }

    public Reply withHost(HostState state) {
        return new Reply(position, refusal, hasChanged, provider, devices, placement, kept, Optional.of(state));
    }
}
