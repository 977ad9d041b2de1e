package dev.berth.events;

import static dev.berth.events.ModelArbitraries.commandIds;
import static dev.berth.events.ModelArbitraries.inventories;
import static dev.berth.events.ModelArbitraries.inventoriesByClass;
import static dev.berth.events.ModelArbitraries.names;
import static dev.berth.events.ModelArbitraries.optionalGenerations;
import static dev.berth.events.ModelArbitraries.parents;
import static dev.berth.events.ModelArbitraries.providerIds;
import static dev.berth.events.ModelArbitraries.resourceClasses;
import static dev.berth.events.ModelArbitraries.traitSets;
import static dev.berth.events.ModelArbitraries.traits;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Streams;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.CellClaim;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.ReplaceKey;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.SeenConsumer;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any commands: well formed, but with no regard to whether a region would grant them. */
public final class CommandArbitraries {
    private static final int ENTRIES_MAX = 3;

    private CommandArbitraries() {}

    public static Arbitrary<Command> commands() {
        return Arbitraries.of(CommandKind.class).flatMap(kind -> commands(kind).map(Command.class::cast));
    }

    /** Any commands of one kind. */
    public static Arbitrary<? extends Command> commands(CommandKind kind) {
        return switch (kind) {
            case CREATE_PROVIDER ->
                Combinators.combine(commandIds(), providerIds(), names(), parents())
                        .as(CreateProvider::new);
            case UPDATE_PROVIDER ->
                Combinators.combine(
                                commandIds(),
                                providerIds(),
                                names(),
                                parentChanges().optional())
                        .as(UpdateProvider::new);
            case DELETE_PROVIDER ->
                Combinators.combine(commandIds(), providerIds()).as(DeleteProvider::new);
            case REPLACE_INVENTORIES ->
                Combinators.combine(commandIds(), providerIds(), optionalGenerations(), inventoriesByClass())
                        .as(ReplaceInventories::new);
            case CREATE_INVENTORY ->
                Combinators.combine(
                                commandIds(), providerIds(), optionalGenerations(), resourceClasses(), inventories())
                        .as(CreateInventory::new);
            case UPDATE_INVENTORY ->
                Combinators.combine(commandIds(), providerIds(), generations(), resourceClasses(), inventories())
                        .as(UpdateInventory::new);
            case DELETE_INVENTORY ->
                Combinators.combine(commandIds(), providerIds(), resourceClasses())
                        .as(DeleteInventory::new);
            case REPLACE_TRAITS ->
                Combinators.combine(commandIds(), providerIds(), optionalGenerations(), traitSets())
                        .as(ReplaceTraits::new);
            case REPLACE_AGGREGATES ->
                Combinators.combine(
                                commandIds(), providerIds(), optionalGenerations(), ModelArbitraries.aggregateSets())
                        .as(ReplaceAggregates::new);
            case CREATE_TRAIT -> Combinators.combine(commandIds(), traits()).as(CreateTrait::new);
            case DELETE_TRAIT -> Combinators.combine(commandIds(), traits()).as(DeleteTrait::new);
            case CREATE_RESOURCE_CLASS ->
                Combinators.combine(commandIds(), resourceClasses(), Arbitraries.of(CreateResourceClass.IfExists.class))
                        .as(CreateResourceClass::new);
            case RENAME_RESOURCE_CLASS ->
                Combinators.combine(commandIds(), resourceClasses(), resourceClasses())
                        .as(RenameResourceClass::new);
            case DELETE_RESOURCE_CLASS ->
                Combinators.combine(commandIds(), resourceClasses()).as(DeleteResourceClass::new);
            case CLAIM_ALLOCATIONS ->
                Combinators.combine(commandIds(), claims(claimsWithDevices())).as(ClaimAllocations::new);
            case RELEASE_ALLOCATIONS ->
                Combinators.combine(
                                commandIds(),
                                ModelArbitraries.consumerIds(),
                                Combinators.combine(generations(), generations())
                                        .as(SeenConsumer::new)
                                        .optional(),
                                ModelArbitraries.reasons().optional())
                        .as(ReleaseAllocations::new);
            case RESHAPE ->
                Combinators.combine(commandIds(), reshapedInventories(), claims(consumerClaims()))
                        .as(Reshape::new);
            case REPORT_HOST ->
                Combinators.combine(
                                commandIds(),
                                reportedTrees(),
                                CellArbitraries.hostCells(),
                                DeviceArbitraries.deviceLists(),
                                ModelArbitraries.sequences(),
                                Arbitraries.of(true, false),
                                DeviceArbitraries.addressSets())
                        .as(CommandArbitraries::report);
            case ENROL_HOST ->
                Combinators.combine(commandIds(), ModelArbitraries.enrolments()).as(EnrolHost::new);
            case REPLACE_KEY ->
                Combinators.combine(commandIds(), providerIds(), ModelArbitraries.hostKeys())
                        .as(ReplaceKey::new);
            case WITHDRAW_HOST ->
                Combinators.combine(commandIds(), providerIds()).as(WithdrawHost::new);
            case DRAIN_HOST ->
                Combinators.combine(commandIds(), providerIds(), ModelArbitraries.reasons())
                        .as(DrainHost::new);
            case UNDRAIN_HOST ->
                Combinators.combine(commandIds(), providerIds()).as(UndrainHost::new);
            case REMOVE_HOST ->
                Combinators.combine(
                                commandIds(),
                                providerIds(),
                                ModelArbitraries.reasons().optional())
                        .as(RemoveHost::new);
            case RENAME_HOST ->
                Combinators.combine(commandIds(), providerIds(), names().filter(name -> !name.isEmpty()))
                        .as(RenameHost::new);
            case ACTIVATE_RULES ->
                Combinators.combine(commandIds(), Arbitraries.integers()).as(ActivateRules::new);
            case CREATE_FLAVOR ->
                Combinators.combine(commandIds(), DeviceArbitraries.flavors()).as(CreateFlavor::new);
            case REPLACE_FLAVOR ->
                Combinators.combine(commandIds(), DeviceArbitraries.flavors(), generations())
                        .as(ReplaceFlavor::new);
            case DELETE_FLAVOR -> Combinators.combine(commandIds(), names()).as(DeleteFlavor::new);
            case CHANGE_DEVICE ->
                Combinators.combine(
                                commandIds(),
                                providerIds(),
                                DeviceArbitraries.addresses(),
                                Arbitraries.of(ChangeDevice.Action.class),
                                DeviceArbitraries.reasons())
                        .as((id, host, address, action, reason) -> new ChangeDevice(
                                id, host, address, action, Optional.of(reason).filter(given -> action.takesOut())));
            case IMPORT_FACTS ->
                Combinators.combine(
                                commandIds(),
                                resourceClasses().set().ofMaxSize(ENTRIES_MAX).map(ImmutableSortedSet::copyOf),
                                traitSets(),
                                importedProviders()
                                        .list()
                                        .uniqueElements(ImportedProvider::provider)
                                        .ofMaxSize(ENTRIES_MAX)
                                        .map(ImmutableList::copyOf),
                                importedConsumers()
                                        .list()
                                        .uniqueElements(ImportedConsumer::consumer)
                                        .ofMaxSize(ENTRIES_MAX)
                                        .map(ImmutableList::copyOf))
                        .as(ImportFacts::new);
            case SKIP_RECORD ->
                Combinators.combine(commandIds(), Arbitraries.longs()).as(SkipRecord::new);
        };
    }

    private static Arbitrary<ImportedProvider> importedProviders() {
        return Combinators.combine(
                        providerIds(),
                        names(),
                        parents(),
                        generations().map(generation -> generation & Limits.GENERATION_MAX),
                        inventoriesByClass(),
                        traitSets(),
                        ModelArbitraries.aggregateSets())
                .as(ImportedProvider::new);
    }

    private static Arbitrary<ImportedConsumer> importedConsumers() {
        return Combinators.combine(
                        ModelArbitraries.consumerIds(),
                        generations().map(generation -> generation & Limits.GENERATION_MAX),
                        names(),
                        names(),
                        ModelArbitraries.consumerTypes().optional(),
                        ModelArbitraries.allocations().filter(CommandArbitraries::areImportable))
                .as(ImportedConsumer::new);
    }

    private static boolean areImportable(Allocations allocations) {
        return !allocations.isEmpty()
                && Streams.stream(allocations).allMatch(held -> held.amount() <= Integer.MAX_VALUE);
    }

    /** All that one consumer is to hold, perhaps nothing. */
    public static Arbitrary<ConsumerClaim> consumerClaims() {
        return Combinators.combine(
                        ModelArbitraries.consumerIds(),
                        expectedConsumers(),
                        names(),
                        names(),
                        ModelArbitraries.consumerTypes().optional(),
                        ModelArbitraries.allocations())
                .as((consumer, expected, project, user, type, allocations) ->
                        new ConsumerClaim(consumer, expected, project, user, type, allocations));
    }

    /** The tree of one host, parents first. */
    public static Arbitrary<ImmutableList<ReportedProvider>> reportedTrees() {
        Arbitrary<ReportedProvider> roots = Combinators.combine(
                        providerIds(),
                        names(),
                        inventoriesByClass().filter(CommandArbitraries::haveUnitsInOrder),
                        traitSets(),
                        ModelArbitraries.inventoryFields())
                .as((id, name, inventories, traits, fields) -> new ReportedProvider(
                        id,
                        name,
                        Optional.empty(),
                        inventories,
                        traits,
                        ImmutableSortedMap.copyOfSorted(Maps.transformValues(inventories, inventory -> fields))));
        return roots.list()
                .uniqueElements(ReportedProvider::provider)
                .uniqueElements(ReportedProvider::name)
                .ofMinSize(1)
                .ofMaxSize(2 * ENTRIES_MAX)
                .map(CommandArbitraries::grow);
    }

    private static boolean haveUnitsInOrder(ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        return inventories.values().stream().allMatch(inventory -> inventory.minUnit() <= inventory.maxUnit());
    }

    /** Makes one tree of several roots: each but the first goes under one that stands before it. */
    private static ImmutableList<ReportedProvider> grow(List<ReportedProvider> roots) {
        ImmutableList.Builder<ReportedProvider> tree = ImmutableList.builder();
        for (int i = 0; i < roots.size(); i++) {
            ReportedProvider root = roots.get(i);
            Optional<ProviderId> parent = i == 0
                    ? Optional.empty()
                    : Optional.of(roots.get((i - 1) / 2).provider());
            tree.add(new ReportedProvider(
                    root.provider(), root.name(), parent, root.inventories(), root.traits(), root.explicit()));
        }
        return tree.build();
    }

    private static Command report(
            CommandId commandId,
            ImmutableList<ReportedProvider> providers,
            ImmutableSortedMap<Integer, NumaCell> cells,
            ImmutableList<PciDevice> devices,
            OptionalLong sequence,
            boolean takeOverName,
            ImmutableSortedSet<PciAddress> cleaned) {
        return new ReportHost(
                commandId, providers.get(0).provider(), providers, cells, devices, sequence, takeOverName, cleaned);
    }

    private static Arbitrary<Long> generations() {
        return ModelArbitraries.generations();
    }

    private static Arbitrary<ConsumerClaim> claimsWithDevices() {
        return Combinators.combine(
                        consumerClaims(),
                        DeviceArbitraries.deviceClaims().optional(),
                        CellArbitraries.claims().optional())
                .as((claim, devices, cells) -> new ConsumerClaim(
                        claim.consumer(),
                        claim.expected(),
                        claim.projectId(),
                        claim.userId(),
                        claim.type(),
                        claim.allocations(),
                        devices,
                        cells.map(asked ->
                                new CellClaim(devices.map(DeviceClaim::host).orElse(asked.host()), asked.cells()))));
    }

    private static Arbitrary<ImmutableList<ConsumerClaim>> claims(Arbitrary<ConsumerClaim> each) {
        return each.list()
                .uniqueElements(ConsumerClaim::consumer)
                .ofMaxSize(ENTRIES_MAX)
                .map(ImmutableList::copyOf);
    }

    private static Arbitrary<ExpectedConsumer> expectedConsumers() {
        return Arbitraries.oneOf(
                Arbitraries.of(ExpectedConsumer.UNCHECKED, ExpectedConsumer.ABSENT),
                generations().map(ExpectedConsumer::atGeneration));
    }

    private static Arbitrary<ParentChange> parentChanges() {
        return Combinators.combine(parents(), Arbitraries.of(ParentChange.Permission.class))
                .as(ParentChange::new);
    }

    private static Arbitrary<ImmutableSortedMap<ProviderId, Reshape.ReshapedInventories>> reshapedInventories() {
        Arbitrary<Reshape.ReshapedInventories> reshaped =
                Combinators.combine(generations(), inventoriesByClass()).as(Reshape.ReshapedInventories::new);
        return Arbitraries.maps(providerIds(), reshaped).ofMaxSize(ENTRIES_MAX).map(ImmutableSortedMap::copyOf);
    }
}
