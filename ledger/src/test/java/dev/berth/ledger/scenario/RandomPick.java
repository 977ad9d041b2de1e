package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What a command may be about, picked from a region as it is: mostly what is there, sometimes what is not. For one
 * thread.
 */
final class RandomPick {
    static final ImmutableList<String> CLASSES =
            ImmutableList.of("VCPU", "MEMORY_MB", "DISK_GB", "CUSTOM_A", "CUSTOM_B", "CUSTOM_C");
    static final ImmutableList<String> TRAITS =
            ImmutableList.of("HW_CPU_X86_AVX2", "STORAGE_DISK_SSD", "CUSTOM_X", "CUSTOM_Y", "CUSTOM_Z");

    private final SplittableRandom random;
    private final Symbols symbols;

    RandomPick(SplittableRandom random, Symbols symbols) {
        this.random = random;
        this.symbols = symbols;
    }

    /** The inventories, and usually those of the provider that are in use, too. */
    ImmutableSortedMap<ResourceClass, InventoryRecord> withMostUsed(
            RegionView view, ProviderId id, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        TreeMap<ResourceClass, InventoryRecord> all = new TreeMap<>(inventories);
        if (!isOneIn(5)) {
            view.provider(id).ifPresent(provider -> provider.inventories().forEach(all::putIfAbsent));
        }
        return ImmutableSortedMap.copyOfSorted(all);
    }

    ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(RegionView view) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ResourceClass resourceClass = knownClass(view);
            inventories.put(resourceClass, inventory(resourceClass));
        }
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    /** A custom class of which no provider has an inventory, so that some are deleted. */
    Optional<ResourceClass> unusedClass(RegionView view) {
        return CLASSES.stream()
                .map(ResourceClass::of)
                .filter(each -> each.isCustom() && view.isKnown(each) && !view.isInUse(each))
                .findFirst();
    }

    InventoryRecord inventory(ResourceClass resourceClass) {
        long total = resourceClass.isCustom() ? 1 + random.nextInt(4) : 8 + random.nextInt(60);
        long reserved = isOneIn(4) ? random.nextLong(total + 1) : 0;
        double ratio = isOneIn(4) ? 0.5 + random.nextInt(8) / 4.0 : 1.0;
        boolean hasUnits = isOneIn(5);
        return new InventoryRecord(
                total,
                isOneIn(40) ? total + 1 : reserved,
                hasUnits ? 1 + random.nextInt(2) : 1,
                hasUnits ? 4 + random.nextInt(8) : InventoryRecord.MAX_UNIT_DEFAULT,
                hasUnits ? 1 + random.nextInt(2) : 1,
                ratio);
    }

    ImmutableSortedSet<Trait> traits(RegionView view) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> Trait.of(one(TRAITS)))
                .filter(trait -> view.isKnown(trait) || isOneIn(6))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    ResourceClass knownClass(RegionView view) {
        ResourceClass resourceClass = ResourceClass.of(one(CLASSES));
        return view.isKnown(resourceClass) || isOneIn(10) ? resourceClass : ResourceClass.of("VCPU");
    }

    OptionalLong generation(RegionView view, ProviderId provider) {
        long actual = view.provider(provider).map(Provider::generation).orElse(0L);
        if (isOneIn(15)) {
            return OptionalLong.of(actual + 1);
        }
        return isOneIn(8) ? OptionalLong.empty() : OptionalLong.of(actual);
    }

    String name() {
        return "p" + random.nextInt(12);
    }

    ProviderId provider(RegionView view) {
        List<Provider> all = all(view);
        return all.isEmpty() || isOneIn(25) ? symbols.provider(name()) : one(all).id();
    }

    ConsumerId consumer(RegionView view) {
        List<Consumer> all = StreamSupport.stream(view.consumers().all().spliterator(), false)
                .collect(Collectors.toList());
        return all.isEmpty() || isOneIn(2) ? symbols.consumer("c" + random.nextInt(40)) : one(all).id();
    }

    static List<Provider> all(RegionView view) {
        return StreamSupport.stream(view.providers().all().spliterator(), false).collect(Collectors.toList());
    }

    <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    boolean isOneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
