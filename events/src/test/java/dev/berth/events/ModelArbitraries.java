package dev.berth.events;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.Usage;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any values of the model, valid ones only, for properties of this module and of those that build on it. */
public final class ModelArbitraries {
    private static final int ENTRIES_MAX = 4;

    private ModelArbitraries() {}

    public static Arbitrary<UUID> uuids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }

    public static Arbitrary<CommandId> commandIds() {
        return uuids().map(CommandId::new);
    }

    public static Arbitrary<ProviderId> providerIds() {
        return uuids().map(ProviderId::new);
    }

    public static Arbitrary<ConsumerId> consumerIds() {
        return uuids().map(ConsumerId::new);
    }

    public static Arbitrary<AggregateId> aggregateIds() {
        return uuids().map(AggregateId::new);
    }

    /** Names as people give them: any characters, none of them half of a pair. */
    public static Arbitrary<String> names() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(40).filter(ModelArbitraries::isWellFormed);
    }

    public static Arbitrary<ResourceClass> resourceClasses() {
        return Arbitraries.oneOf(
                Arbitraries.of("VCPU", "MEMORY_MB", "DISK_GB", "PCI_DEVICE", "SRIOV_NET_VF")
                        .map(ResourceClass::of),
                customNames().map(ResourceClass::of));
    }

    public static Arbitrary<Trait> traits() {
        return Arbitraries.oneOf(
                Arbitraries.of("HW_CPU_X86_AVX2", "MISC_SHARES_VIA_AGGREGATE", "COMPUTE_NODE")
                        .map(Trait::of),
                customNames().map(Trait::of));
    }

    public static Arbitrary<ConsumerType> consumerTypes() {
        return Arbitraries.of("INSTANCE", "MIGRATION", "VOLUME_1").map(ConsumerType::new);
    }

    public static Arbitrary<Long> generations() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    public static Arbitrary<OptionalLong> optionalGenerations() {
        return generations().optional().map(value -> value.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    public static Arbitrary<Optional<ProviderId>> parents() {
        return providerIds().optional();
    }

    public static Arbitrary<InventoryRecord> inventories() {
        Arbitrary<Long> units = Arbitraries.longs().between(1, Limits.INVENTORY_UNITS_MAX);
        Arbitrary<Long> reserved = Arbitraries.longs().between(0, Limits.INVENTORY_UNITS_MAX);
        Arbitrary<Double> ratios = Arbitraries.oneOf(
                Arbitraries.of(0.0, 1.0, 1.5, 16.0, Double.MIN_VALUE, Limits.ALLOCATION_RATIO_MAX),
                Arbitraries.doubles().between(0, 100));
        return Combinators.combine(units, reserved, units, units, units, ratios).as(InventoryRecord::new);
    }

    public static Arbitrary<ImmutableSortedMap<ResourceClass, InventoryRecord>> inventoriesByClass() {
        return Arbitraries.maps(resourceClasses(), inventories())
                .ofMaxSize(ENTRIES_MAX)
                .map(ImmutableSortedMap::copyOf);
    }

    public static Arbitrary<ImmutableSortedSet<Trait>> traitSets() {
        return traits().set().ofMaxSize(ENTRIES_MAX).map(ImmutableSortedSet::copyOf);
    }

    public static Arbitrary<ImmutableSortedSet<AggregateId>> aggregateSets() {
        return aggregateIds().set().ofMaxSize(ENTRIES_MAX).map(ImmutableSortedSet::copyOf);
    }

    /** Amounts by class, at least one. */
    public static Arbitrary<ImmutableSortedMap<ResourceClass, Long>> amounts() {
        return Arbitraries.maps(resourceClasses(), Arbitraries.longs().between(1, Long.MAX_VALUE))
                .ofMinSize(1)
                .ofMaxSize(ENTRIES_MAX)
                .map(ImmutableSortedMap::copyOf);
    }

    /** Amounts by provider and class, perhaps none. */
    public static Arbitrary<Allocations> allocations() {
        return Arbitraries.maps(providerIds(), amounts()).ofMaxSize(ENTRIES_MAX).map(Allocations::of);
    }

    public static Arbitrary<ImmutableSortedMap<ProviderId, VouchedProvider>> vouched() {
        Arbitrary<ImmutableSortedSet<InventoryField>> fields = inventoryFields();
        Arbitrary<VouchedInventory> inventories = Combinators.combine(
                        inventories(), fields, fields, inventories().optional())
                .as(VouchedInventory::new);
        Arbitrary<ImmutableSortedMap<ResourceClass, VouchedInventory>> byClass = Arbitraries.maps(
                        resourceClasses(), inventories)
                .ofMaxSize(ENTRIES_MAX)
                .map(ImmutableSortedMap::copyOf);
        Arbitrary<VouchedProvider> providers = Combinators.combine(
                        names(), parents(), traitSets(), byClass, Arbitraries.of(true, false))
                .as(VouchedProvider::new);
        return Arbitraries.maps(providerIds(), providers).ofMaxSize(ENTRIES_MAX).map(ImmutableSortedMap::copyOf);
    }

    public static Arbitrary<ImmutableSortedSet<InventoryField>> inventoryFields() {
        return Arbitraries.of(InventoryField.class).set().map(ImmutableSortedSet::copyOf);
    }

    public static Arbitrary<Long> timestampsMs() {
        return Arbitraries.longs().between(0, 4_102_444_800_000L);
    }

    public static Arbitrary<Position> positions() {
        return Combinators.combine(
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(0),
                        timestampsMs())
                .as(Position::new);
    }

    public static Arbitrary<Provider> providers() {
        return Combinators.combine(
                        providerIds(),
                        names(),
                        parents(),
                        generations(),
                        inventoriesByClass(),
                        traitSets(),
                        aggregateSets(),
                        timestampsMs())
                .as((id, name, parent, generation, inventories, traits, aggregates, createdAtMs) -> new Provider(
                        id,
                        name,
                        parent,
                        parent.orElse(id),
                        generation,
                        inventories,
                        traits,
                        aggregates,
                        createdAtMs,
                        createdAtMs + 1));
    }

    public static Arbitrary<Consumer> consumers() {
        return Combinators.combine(
                        consumerIds(),
                        generations(),
                        names(),
                        names(),
                        consumerTypes().optional(),
                        allocations(),
                        timestampsMs(),
                        CellArbitraries.placements().optional())
                .as((id, generation, projectId, userId, type, allocations, createdAtMs, placement) -> new Consumer(
                        id, generation, projectId, userId, type, allocations, createdAtMs, createdAtMs + 1, placement));
    }

    public static Arbitrary<Usage> usages() {
        return Combinators.combine(providerIds(), amounts()).as(Usage::new);
    }

    public static Arbitrary<HostReport> hostReports() {
        return Combinators.combine(providerIds(), vouched(), CellArbitraries.hostCells())
                .as(HostReport::new);
    }

    public static Arbitrary<HostKey> hostKeys() {
        return Arbitraries.bytes().array(byte[].class).ofSize(HostKey.LENGTH).map(HostKey::ofBytes);
    }

    public static Arbitrary<Enrolment> enrolments() {
        Arbitrary<HostKey> keys =
                Arbitraries.bytes().array(byte[].class).ofSize(HostKey.LENGTH).map(HostKey::ofBytes);
        return Combinators.combine(
                        providerIds(),
                        hostKeys().optional(),
                        names().filter(user -> !user.isEmpty()).optional())
                .as(Enrolment::new);
    }

    public static Arbitrary<Drain> drains() {
        return Combinators.combine(providerIds(), reasons(), Arbitraries.longs(), Arbitraries.of(true, false))
                .as(Drain::new);
    }

    /** Reasons that operators give. */
    public static Arbitrary<String> reasons() {
        return names().filter(reason -> !reason.isBlank());
    }

    /** Numbers of reports, or none. */
    public static Arbitrary<OptionalLong> sequences() {
        return Arbitraries.longs()
                .greaterOrEqual(0)
                .optional()
                .map(number -> number.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static Arbitrary<String> customNames() {
        return Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(30)
                .map(text -> "CUSTOM_" + text);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) || Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Who might have sent a command. */
    public static Arbitrary<Origin> origins() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\u00e4', '\u20ac')
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<Optional<String>> optional = texts.optional();
        return Combinators.combine(
                        optional,
                        optional,
                        optional,
                        optional,
                        optional,
                        texts.set().ofMaxSize(3).map(ImmutableSortedSet::copyOf),
                        optional,
                        optional)
                .as(Origin::new);
    }
}
