package dev.berth.events.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;

/**
 * Moves inventories and the allocations on them between providers in one step (API 1.30).
 *
 * @param inventories the whole inventories after it, and the generation read, of each provider it touches
 * @param claims the whole allocations after it of each consumer it touches
 */
public record Reshape(
        CommandId commandId,
        ImmutableSortedMap<ProviderId, ReshapedInventories> inventories,
        ImmutableList<ConsumerClaim> claims)
        implements Command {
    public Reshape {
        Limits.requireAtMost(Limits.RESHAPED_PROVIDERS_MAX, inventories.size(), "providers in a reshape");
        ConsumerClaim.requireDistinct(claims);
        if (claims.stream().anyMatch(claim -> claim.devices().isPresent())) {
            throw new MalformedException("expected a reshape to move amounts only but it claims devices");
        }
        if (claims.stream().anyMatch(claim -> claim.cells().isPresent())) {
            throw new MalformedException("expected a reshape to move amounts only but it claims cells");
        }
    }

    /** What one provider has after the reshape. */
    public record ReshapedInventories(
            long expectedGeneration, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        public ReshapedInventories {
            Limits.requireAtMost(Limits.PROVIDER_CLASSES_MAX, inventories.size(), "inventories of a provider");
        }
    }

    @Override
    public CommandKind kind() {
        return CommandKind.RESHAPE;
    }
}
