package dev.berth.ledger.candidate.result;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.Optional;

/**
 * One way to serve a whole request: what to take from which provider, and which providers serve which group. Placement
 * calls it an allocation request. Two candidates that take the same but serve the groups differently are two.
 *
 * @param shares one for each provider from which something is taken
 * @param mappings one for each group, in the order of the request
 * @param devices its PCI devices, as a claim writes them; empty if the request asks for none
 */
public record Candidate(ImmutableList<Share> shares, ImmutableList<Mapping> mappings, Optional<DeviceClaim> devices) {
    /** A candidate without devices. */
    public Candidate(ImmutableList<Share> shares, ImmutableList<Mapping> mappings) {
        this(shares, mappings, Optional.empty());
    }

    /** What is taken from one provider. */
    public record Share(ProviderId provider, ImmutableSortedMap<ResourceClass, Long> resources) {}

    /** The providers that serve a group: one for a suffixed group, one or more, each once, for the unsuffixed. */
    public record Mapping(String suffix, ImmutableList<ProviderId> providers) {}

    /** What a claim of the candidate allocates. */
    public Allocations allocations() {
        return new Allocations(shares.stream()
                .map(share -> new ProviderAmounts(share.provider(), share.resources()))
                .collect(ImmutableList.toImmutableList()));
    }
}
