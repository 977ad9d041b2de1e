package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Imports of what is there already, changed or not, and of what is new. For one thread. */
final class RandomImports {
    private final SplittableRandom random;
    private final Symbols symbols;
    private final RandomPick some;

    RandomImports(SplittableRandom random, Symbols symbols) {
        this.random = random;
        this.symbols = symbols;
        this.some = new RandomPick(random, symbols);
    }

    ImportFacts next(CommandId id, RegionView view) {
        ImmutableSortedMap.Builder<ProviderId, ImportedProvider> providers = ImmutableSortedMap.naturalOrder();
        ImportedProvider first = provider(view);
        providers.put(first.provider(), first);
        ImportedProvider second = provider(view);
        if (!second.provider().equals(first.provider())) {
            providers.put(second.provider(), second);
        }
        return new ImportFacts(
                id,
                some.isOneIn(4)
                        ? ImmutableSortedSet.of(ResourceClass.of(some.one(RandomPick.CLASSES)))
                        : ImmutableSortedSet.of(),
                some.isOneIn(4)
                        ? ImmutableSortedSet.of(Trait.of(some.one(RandomPick.TRAITS)))
                        : ImmutableSortedSet.of(),
                some.isOneIn(4)
                        ? ImmutableList.of()
                        : ImmutableList.copyOf(providers.build().values()),
                some.isOneIn(3) ? ImmutableList.of() : ImmutableList.of(consumer(view, first)));
    }

    private ImportedProvider provider(RegionView view) {
        ProviderId id = some.provider(view);
        Optional<Provider> known = view.provider(id);
        long generation = known.map(Provider::generation).orElse(0L) + random.nextInt(3) - (some.isOneIn(16) ? 1 : 0);
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories = some.isOneIn(2)
                ? known.map(Provider::inventories).orElse(ImmutableSortedMap.of())
                : some.withMostUsed(view, id, some.inventories(view));
        return new ImportedProvider(
                id,
                known.isPresent() && !some.isOneIn(16) ? known.get().name() : some.name(),
                known.flatMap(Provider::parent),
                Math.max(0, generation),
                inventories,
                some.traits(view),
                some.isOneIn(2) ? ImmutableSortedSet.of() : ImmutableSortedSet.of(aggregate()));
    }

    private AggregateId aggregate() {
        return symbols.aggregate("agg" + random.nextInt(4));
    }

    /** Holds perhaps more of a provider than it has. */
    private ImportedConsumer consumer(RegionView view, ImportedProvider imported) {
        ConsumerId id = some.consumer(view);
        Optional<Consumer> known = view.consumer(id);
        if (known.isPresent() && some.isOneIn(2)) {
            Consumer same = known.get();
            return new ImportedConsumer(
                    id, same.generation(), same.projectId(), same.userId(), same.type(), same.allocations());
        }
        List<ResourceClass> classes = imported.inventories().isEmpty() || some.isOneIn(8)
                ? List.of(some.knownClass(view))
                : imported.inventories().keySet().asList();
        return new ImportedConsumer(
                id,
                random.nextInt(4),
                "project" + random.nextInt(2),
                "user",
                some.isOneIn(2) ? Optional.of(new ConsumerType("INSTANCE")) : Optional.empty(),
                Allocations.of(imported.provider(), some.one(classes), 1 + random.nextInt(12)));
    }
}
