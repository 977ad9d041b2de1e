package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.avro.common.ClassAmount;
import dev.berth.avro.common.ClassInventory;
import dev.berth.avro.common.ProviderAmounts;
import dev.berth.avro.common.ProviderTraits;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** The values that many records share, to Avro and back. Maps become lists of small records in the order of the map. */
final class Values {
    private static final int UUID_LENGTH = 36;

    private Values() {}

    static UUID uuid(String text) {
        // UUID.fromString takes "1-1-1-1-1" too, and one id must have one spelling.
        if (text.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("expected a UUID of 36 characters but got " + text);
        }
        return UUID.fromString(text);
    }

    static CommandId commandId(String text) {
        return new CommandId(uuid(text));
    }

    static ProviderId provider(String text) {
        return new ProviderId(uuid(text));
    }

    static ConsumerId consumer(String text) {
        return new ConsumerId(uuid(text));
    }

    static Optional<ProviderId> parent(Optional<String> text) {
        return text.map(Values::provider);
    }

    static Optional<ConsumerType> consumerType(Optional<String> text) {
        return text.map(ConsumerType::new);
    }

    /** The text of a value, or the null that Avro wants for none. */
    static String textOrNull(Optional<?> value) {
        return value.isPresent() ? value.get().toString() : null;
    }

    static Long longOrNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    static OptionalLong optionalLong(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    static List<String> texts(Collection<?> values) {
        return list(values, Object::toString);
    }

    static ImmutableSortedSet<Trait> traits(List<String> names) {
        return set(names, Trait::of);
    }

    static ImmutableSortedSet<AggregateId> aggregates(List<String> texts) {
        return set(texts, text -> new AggregateId(uuid(text)));
    }

    static ClassInventory inventory(ResourceClass resourceClass, InventoryRecord inventory) {
        return new ClassInventory(
                resourceClass.name(),
                inventory.total(),
                inventory.reserved(),
                inventory.minUnit(),
                inventory.maxUnit(),
                inventory.stepSize(),
                inventory.allocationRatio());
    }

    static InventoryRecord inventory(ClassInventory inventory) {
        return new InventoryRecord(
                inventory.getTotal(),
                inventory.getReserved(),
                inventory.getMinUnit(),
                inventory.getMaxUnit(),
                inventory.getStepSize(),
                inventory.getAllocationRatio());
    }

    static List<ClassInventory> inventories(ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        return list(inventories.entrySet(), entry -> inventory(entry.getKey(), entry.getValue()));
    }

    static ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(List<ClassInventory> inventories) {
        return map(inventories, entry -> ResourceClass.of(entry.getResourceClass()), Values::inventory);
    }

    static List<ProviderAmounts> allocations(
            ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations) {
        return list(
                allocations.entrySet(),
                entry -> new ProviderAmounts(entry.getKey().toString(), amounts(entry.getValue())));
    }

    static ImmutableSortedMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations(
            List<ProviderAmounts> allocations) {
        return map(allocations, entry -> provider(entry.getProvider()), entry -> amounts(entry.getAmounts()));
    }

    static List<ClassAmount> amounts(ImmutableSortedMap<ResourceClass, Long> amounts) {
        return list(amounts.entrySet(), entry -> new ClassAmount(entry.getKey().name(), entry.getValue()));
    }

    static ImmutableSortedMap<ResourceClass, Long> amounts(List<ClassAmount> amounts) {
        return map(amounts, entry -> ResourceClass.of(entry.getResourceClass()), ClassAmount::getAmount);
    }

    static List<ProviderTraits> vouched(ImmutableSortedMap<ProviderId, ImmutableSortedSet<Trait>> vouched) {
        return list(
                vouched.entrySet(), entry -> new ProviderTraits(entry.getKey().toString(), texts(entry.getValue())));
    }

    static ImmutableSortedMap<ProviderId, ImmutableSortedSet<Trait>> vouched(List<ProviderTraits> vouched) {
        return map(vouched, entry -> provider(entry.getProvider()), entry -> traits(entry.getTraits()));
    }

    static <F, T> List<T> list(Collection<F> values, Function<F, T> each) {
        List<T> list = new ArrayList<>(values.size());
        for (F value : values) {
            list.add(each.apply(value));
        }
        return list;
    }

    static <F, T> ImmutableList<T> immutableList(List<F> values, Function<F, T> each) {
        ImmutableList.Builder<T> list = ImmutableList.builderWithExpectedSize(values.size());
        for (F value : values) {
            list.add(each.apply(value));
        }
        return list.build();
    }

    /** The map that a list of entries stands for; an entry that comes twice is refused, for it would have two meanings. */
    static <F, K extends Comparable<K>, V> ImmutableSortedMap<K, V> map(
            List<F> entries, Function<F, K> key, Function<F, V> value) {
        ImmutableSortedMap.Builder<K, V> map = ImmutableSortedMap.naturalOrder();
        for (F entry : entries) {
            map.put(key.apply(entry), value.apply(entry));
        }
        return map.buildOrThrow();
    }

    /** The constant that a text names; another text comes from a writer that is newer than this program, or from a fault. */
    static <E extends Enum<E>> E constant(Map<String, E> constants, String name) {
        E constant = constants.get(name);
        if (constant == null) {
            throw new IllegalArgumentException("expected one of " + constants.keySet() + " but got " + name);
        }
        return constant;
    }

    static <E extends Enum<E>> Map<String, E> constants(E[] values) {
        return Arrays.stream(values).collect(ImmutableMap.toImmutableMap(Enum::name, Function.identity()));
    }

    private static <T extends Comparable<T>> ImmutableSortedSet<T> set(List<String> texts, Function<String, T> each) {
        ImmutableSortedSet.Builder<T> set = ImmutableSortedSet.naturalOrder();
        for (String text : texts) {
            set.add(each.apply(text));
        }
        return set.build();
    }
}
