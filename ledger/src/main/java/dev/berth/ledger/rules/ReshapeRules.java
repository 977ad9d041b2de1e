package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.DevicesChanged;
import dev.berth.events.event.Event;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.claim.ClaimRoom;
import dev.berth.ledger.claim.DeviceRoom;
import dev.berth.ledger.claim.DrainedTrees;
import dev.berth.ledger.claim.GuestRoom;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.state.LedgerView;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The rules of a reshape (API 1.30): inventories and the allocations on them change places in one step, and only the
 * end of it has to be in order.
 */
final class ReshapeRules {
    private ReshapeRules() {}

    static Outcome decide(LedgerView view, Reshape command) {
        DeviceRoom devices = new DeviceRoom(view);
        ImmutableList<DevicesChanged> acknowledged = acknowledged(view, command, devices);
        Optional<Refusal> obstacle = unreadyProvider(view, command)
                .or(() -> AllocationRules.unknownParty(view, command.claims()))
                .or(() -> malformedInventory(view, command))
                .or(() -> AllocationRules.unknownClass(view, command.claims()))
                .or(() -> new DrainedTrees(view, command.claims()).newcomer())
                .or(() -> shortage(view, command))
                .or(() -> devices.shortage(command.claims()));
        if (obstacle.isPresent()) {
            return Outcome.refused(obstacle.get());
        }
        // From here on it succeeds.
        TreeMap<ProviderId, Long> generations = new TreeMap<>();
        TreeMap<ProviderId, InventoriesReplaced> given = new TreeMap<>();
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        OperatorWrites writes = new OperatorWrites(view);
        command.inventories().forEach((id, reshaped) -> {
            // Placement writes the inventories twice, with the allocations in between; to take all away once is enough.
            long generation =
                    reshaped.expectedGeneration() + (reshaped.inventories().isEmpty() ? 1 : 2);
            generations.put(id, generation);
            given.put(
                    id,
                    new InventoriesReplaced(
                            id, generation, OperatorWrites.standing(view, view.existing(id), reshaped.inventories())));
            writes.add(view.existing(id), reshaped.inventories());
        });
        events.addAll(given.values());
        events.addAll(writes.events());
        events.addAll(acknowledged);
        events.addAll(devices.passedOn());
        events.addAll(devices.freed());
        events.addAll(AllocationRules.claimed(view, command.claims(), new GuestRoom(view, devices, command.claims())));
        events.addAll(devices.taken());
        events.addAll(CleaningMarks.missing(view, devices.devices(), devices.soiled(), given, writes));
        AllocationRules.advancedGenerations(view, command.claims())
                .forEach((provider, generation) -> generations.merge(provider, generation, (twice, once) -> twice + 1));
        return generations.isEmpty()
                ? Outcome.accepted(events.build())
                : Outcome.accepted(events.add(new GenerationsAdvanced(ImmutableSortedMap.copyOfSorted(generations)))
                        .build());
    }

    /** The devices that are clean by what is written, as by any other write; the room has them so from here on. */
    private static ImmutableList<DevicesChanged> acknowledged(LedgerView view, Reshape command, DeviceRoom devices) {
        if (view.devices().isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<DevicesChanged> acknowledged = ImmutableList.builder();
        command.inventories()
                .forEach((id, written) -> view.provider(id)
                        .flatMap(provider ->
                                DeviceRules.acknowledged(view, devices.devices(), provider, written.inventories()))
                        .ifPresent(clean -> {
                            acknowledged.add(clean);
                            DeviceTable before = devices.devices().of(clean.host());
                            devices.put(clean.host(), before.with(clean.devices(), clean.removed()));
                        }));
        return acknowledged.build();
    }

    private static Optional<Refusal> unreadyProvider(LedgerView view, Reshape command) {
        for (Map.Entry<ProviderId, ReshapedInventories> entry :
                command.inventories().entrySet()) {
            Optional<Provider> provider = view.provider(entry.getKey());
            if (provider.isEmpty()) {
                return Optional.of(Refusal.of(Rejection.PROVIDER_NOT_FOUND, entry.getKey()));
            }
            long expected = entry.getValue().expectedGeneration();
            if (ProviderRules.isStale(provider.get(), OptionalLong.of(expected))) {
                return Optional.of(ProviderRules.stale(provider.get(), expected));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> malformedInventory(LedgerView view, Reshape command) {
        for (Map.Entry<ProviderId, ReshapedInventories> entry :
                command.inventories().entrySet()) {
            Optional<Refusal> malformed = InventoryRules.malformed(
                    view, entry.getKey(), entry.getValue().inventories());
            if (malformed.isPresent()) {
                return malformed;
            }
        }
        return Optional.empty();
    }

    /**
     * Placement judges the claims while what is to be removed is still there, and only then whether it can be removed.
     */
    private static Optional<Refusal> shortage(LedgerView view, Reshape command) {
        Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> reshaped = new TreeMap<>();
        Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> interim = new TreeMap<>();
        command.inventories().forEach((id, inventories) -> {
            Provider before = view.existing(id);
            TreeMap<ResourceClass, InventoryRecord> union = new TreeMap<>(before.inventories());
            union.putAll(OperatorWrites.standing(view, before, inventories.inventories()));
            interim.put(id, ImmutableSortedMap.copyOfSorted(union));
            reshaped.put(id, inventories.inventories());
        });
        ClaimRoom room = new ClaimRoom(view, command.claims(), interim);
        return room.shortage().or(() -> strandedUsage(view, reshaped, room));
    }

    /** Something that is still used of a class that its provider would not have any more. */
    private static Optional<Refusal> strandedUsage(
            LedgerView view,
            Map<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> reshaped,
            ClaimRoom room) {
        for (Map.Entry<ProviderId, ImmutableSortedMap<ResourceClass, InventoryRecord>> entry : reshaped.entrySet()) {
            Provider before = view.existing(entry.getKey());
            Optional<Refusal> inUse =
                    InventoryRules.inUse(view, before, entry.getValue().keySet(), c -> room.usedAfter(before.id(), c));
            if (inUse.isPresent()) {
                return inUse;
            }
        }
        return Optional.empty();
    }
}
