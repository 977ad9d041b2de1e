package dev.berth.events;

import static dev.berth.events.ModelArbitraries.generations;
import static dev.berth.events.ModelArbitraries.names;
import static dev.berth.events.ModelArbitraries.parents;
import static dev.berth.events.ModelArbitraries.providerIds;
import static dev.berth.events.ModelArbitraries.resourceClasses;
import static dev.berth.events.ModelArbitraries.traits;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CommandKind;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.AllocationsClaimed;
import dev.berth.events.event.AllocationsReleased;
import dev.berth.events.event.DevicesClaimed;
import dev.berth.events.event.DevicesFreed;
import dev.berth.events.event.DevicesReported;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import dev.berth.events.event.FlavorCreated;
import dev.berth.events.event.FlavorDeleted;
import dev.berth.events.event.FlavorReplaced;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.HostEnrolled;
import dev.berth.events.event.HostReportAmended;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.HostWithdrawn;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.RecordSkipped;
import dev.berth.events.event.ResourceClassCreated;
import dev.berth.events.event.ResourceClassDeleted;
import dev.berth.events.event.ResourceClassRenamed;
import dev.berth.events.event.RulesActivated;
import dev.berth.events.event.SequenceAdvanced;
import dev.berth.events.event.TraitCreated;
import dev.berth.events.event.TraitDeleted;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Sha256;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any decisions and events: well formed, but with no regard to whether they could follow from a command. */
public final class DecisionArbitraries {
    private static final int ENTRIES_MAX = 3;

    private DecisionArbitraries() {}

    public static Arbitrary<Decision> decisions() {
        return Combinators.combine(
                        ModelArbitraries.positions(),
                        ModelArbitraries.commandIds(),
                        Arbitraries.of(CommandKind.class),
                        Arbitraries.integers().greaterOrEqual(1),
                        outcomes(),
                        hashes())
                .as(Decision::new);
    }

    private static Arbitrary<Sha256> hashes() {
        return Arbitraries.longs()
                .tuple4()
                .map(words -> new Sha256(words.get1(), words.get2(), words.get3(), words.get4()));
    }

    public static Arbitrary<Outcome> outcomes() {
        return Arbitraries.oneOf(
                events().list().ofMaxSize(ENTRIES_MAX).map(events -> Outcome.accepted(ImmutableList.copyOf(events))),
                refusals().map(Outcome::refused));
    }

    public static Arbitrary<Refusal> refusals() {
        return Combinators.combine(
                        Arbitraries.of(Rejection.class),
                        Arbitraries.maps(Arbitraries.of(Refusal.Fact.class), names())
                                .ofMaxSize(ENTRIES_MAX))
                .as((rejection, facts) -> new Refusal(rejection, ImmutableSortedMap.copyOf(facts)));
    }

    public static Arbitrary<Event> events() {
        return Arbitraries.of(EventKind.class).flatMap(kind -> events(kind).map(Event.class::cast));
    }

    /** Any events of one kind. */
    public static Arbitrary<? extends Event> events(EventKind kind) {
        return switch (kind) {
            case PROVIDER_CREATED ->
                Combinators.combine(providerIds(), names(), parents()).as(ProviderCreated::new);
            case PROVIDER_UPDATED ->
                Combinators.combine(providerIds(), names(), parents()).as(ProviderUpdated::new);
            case PROVIDER_DELETED -> providerIds().map(ProviderDeleted::new);
            case INVENTORIES_REPLACED ->
                Combinators.combine(providerIds(), generations(), ModelArbitraries.inventoriesByClass())
                        .as(InventoriesReplaced::new);
            case TRAITS_REPLACED ->
                Combinators.combine(providerIds(), generations(), ModelArbitraries.traitSets())
                        .as(TraitsReplaced::new);
            case AGGREGATES_REPLACED ->
                Combinators.combine(providerIds(), generations(), ModelArbitraries.aggregateSets())
                        .as(AggregatesReplaced::new);
            case GENERATIONS_ADVANCED ->
                Arbitraries.maps(providerIds(), generations())
                        .ofMaxSize(ENTRIES_MAX)
                        .map(generations -> new GenerationsAdvanced(ImmutableSortedMap.copyOf(generations)));
            case ALLOCATIONS_CLAIMED ->
                Combinators.combine(
                                ModelArbitraries.consumerIds(),
                                generations(),
                                names(),
                                names(),
                                ModelArbitraries.consumerTypes().optional(),
                                ModelArbitraries.allocations(),
                                CellArbitraries.placements().optional())
                        .as(AllocationsClaimed::new);
            case ALLOCATIONS_RELEASED -> ModelArbitraries.consumerIds().map(AllocationsReleased::new);
            case TRAIT_CREATED -> traits().map(TraitCreated::new);
            case TRAIT_DELETED -> traits().map(TraitDeleted::new);
            case RESOURCE_CLASS_CREATED -> resourceClasses().map(ResourceClassCreated::new);
            case RESOURCE_CLASS_RENAMED ->
                Combinators.combine(resourceClasses(), resourceClasses()).as(ResourceClassRenamed::new);
            case RESOURCE_CLASS_DELETED -> resourceClasses().map(ResourceClassDeleted::new);
            case HOST_REPORTED ->
                Combinators.combine(providerIds(), ModelArbitraries.vouched(), CellArbitraries.hostCells())
                        .as(HostReported::new);
            case HOST_ENROLLED -> ModelArbitraries.enrolments().map(HostEnrolled::new);
            case HOST_WITHDRAWN -> providerIds().map(HostWithdrawn::new);
            case SEQUENCE_ADVANCED ->
                Combinators.combine(providerIds(), Arbitraries.longs().greaterOrEqual(0))
                        .as(SequenceAdvanced::new);
            case HOST_REPORT_AMENDED ->
                Combinators.combine(
                                providerIds(),
                                ModelArbitraries.vouched(),
                                providerIds().set().ofMaxSize(2).map(ImmutableSortedSet::copyOf))
                        .as(HostReportAmended::new);
            case RULES_ACTIVATED -> Arbitraries.integers().map(RulesActivated::new);
            case RECORD_SKIPPED -> Arbitraries.longs().map(RecordSkipped::new);
            case DEVICES_REPORTED ->
                Combinators.combine(
                                providerIds(), DeviceArbitraries.trackedDeviceLists(), DeviceArbitraries.addressSets())
                        .as(DevicesReported::new);
            case DEVICES_CLAIMED ->
                Combinators.combine(
                                ModelArbitraries.consumerIds(),
                                providerIds(),
                                Arbitraries.maps(DeviceArbitraries.addresses(), names())
                                        .ofMaxSize(ENTRIES_MAX)
                                        .map(ImmutableSortedMap::copyOf),
                                DeviceArbitraries.resolvedRequests())
                        .as(DevicesClaimed::new);
            case FLAVOR_CREATED -> DeviceArbitraries.flavors().map(FlavorCreated::new);
            case FLAVOR_REPLACED -> DeviceArbitraries.flavors().map(FlavorReplaced::new);
            case FLAVOR_DELETED -> names().map(FlavorDeleted::new);
            case DEVICES_FREED ->
                Combinators.combine(ModelArbitraries.consumerIds(), providerIds(), DeviceArbitraries.addressSets())
                        .as(DevicesFreed::new);
        };
    }
}
