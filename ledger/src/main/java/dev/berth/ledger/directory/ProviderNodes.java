package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.history.FieldValues;
import dev.berth.ledger.history.SubjectFields;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The providers of a view as directories: all by id, and the trees by name. Any thread. */
record ProviderNodes(RegionView view) {
    /** All of them by id; a name leads there, too. */
    StateNode all() {
        return StateNode.directory(
                NamedNodes.of(() -> stream(view.providers().all()).map(Provider::id), this::parse, this::byId),
                view.providers(),
                view.consumers());
    }

    /** The roots by name, the others below them. */
    StateNode trees() {
        return StateNode.directory(NamedNodes.ofTexts(
                        () -> stream(view.providers().all())
                                .filter(Provider::isRoot)
                                .map(Provider::name),
                        name -> view.providers()
                                .named(name)
                                .flatMap(view::provider)
                                .filter(Provider::isRoot)
                                .map(this::byName)))
                .asIndex();
    }

    /** Some of them by id. */
    StateNode some(Supplier<Stream<ProviderId>> ids) {
        return StateNode.directory(NamedNodes.of(ids, this::parse, this::byId)).asIndex();
    }

    private Optional<ProviderId> parse(String typed) {
        return PathName.uuid(typed)
                .map(ProviderId::new)
                .or(() ->
                        PathName.decode(typed).flatMap(name -> view.providers().named(name)));
    }

    private Optional<NamedNode> byId(ProviderId id) {
        return view.provider(id)
                .map(provider -> new NamedNode(id.toString(), Optional.of(provider.name()), () -> node(provider)));
    }

    private NamedNode byName(Provider provider) {
        return new NamedNode(
                PathName.encode(provider.name()), Optional.of(provider.id().toString()), () -> node(provider));
    }

    private StateNode node(Provider provider) {
        ImmutableSortedMap<String, Supplier<StateNode>> parts =
                ImmutableSortedMap.<String, Supplier<StateNode>>naturalOrder()
                        .put("aggregates", () -> aggregates(provider).asIndex())
                        .put("allocations", () -> allocations(provider.id()).asIndex())
                        .put("children", () -> children(provider.id()))
                        .put("inventories", () -> inventories(provider).asIndex())
                        .put("traits", () -> traits(provider).asIndex())
                        .put("usages", () -> usages(provider.id()).asIndex())
                        .build();
        return StateNode.thing(
                        () -> StateFields.provider(view, provider),
                        NamedNodes.of(parts),
                        provider,
                        view.consumers().usage(provider.id()))
                .showing(() -> room(provider));
    }

    /** Of each class what there is to be given in all, and what is free of it; below 0 if too much is held. */
    private ImmutableSortedMap<String, Object> room(Provider provider) {
        ImmutableSortedMap.Builder<String, Object> fields = ImmutableSortedMap.naturalOrder();
        provider.inventories().forEach((id, inventory) -> {
            long capacity = Capacity.of(inventory);
            fields.put("capacity " + id, capacity);
            fields.put("free " + id, capacity - view.used(provider.id(), id));
        });
        return fields.build();
    }

    private StateNode children(ProviderId parent) {
        return StateNode.directory(NamedNodes.ofTexts(
                        () -> stream(view.childrenOf(parent))
                                .flatMap(id -> view.provider(id).stream())
                                .map(Provider::name),
                        name -> view.providers()
                                .named(name)
                                .flatMap(view::provider)
                                .filter(child -> child.parent().equals(Optional.of(parent)))
                                .map(this::byName)))
                .asIndex();
    }

    private StateNode inventories(Provider provider) {
        return StateNode.directory(NamedNodes.of(
                () -> provider.inventories().keySet().stream(),
                ProviderNodes::resourceClass,
                id -> Optional.ofNullable(provider.inventories().get(id))
                        .map(inventory -> NamedNode.of(id.name(), () -> inventory(provider.id(), id, inventory)))));
    }

    /** An inventory with what is used of it. */
    StateNode inventory(ProviderId provider, ResourceClass id, InventoryRecord inventory) {
        return StateNode.leaf(() -> {
                    FieldValues values = new FieldValues();
                    String of = SubjectFields.provider(provider);
                    SubjectFields.inventory(of, "", inventory, values);
                    values.put(of, "capacity", Capacity.of(inventory));
                    values.put(of, "used", view.used(provider, id));
                    return values.of(of);
                })
                .showing(() ->
                        ImmutableSortedMap.of("free", (Object) (Capacity.of(inventory) - view.used(provider, id))));
    }

    private StateNode usages(ProviderId provider) {
        ImmutableSortedMap<ResourceClass, Long> usage = view.consumers().usage(provider);
        return StateNode.directory(NamedNodes.of(
                () -> usage.keySet().stream(),
                ProviderNodes::resourceClass,
                id -> Optional.ofNullable(usage.get(id))
                        .map(used -> NamedNode.of(
                                id.name(), () -> StateNode.leaf(() -> ImmutableSortedMap.of("used", (Object) used))))));
    }

    /** Who takes from it, and how much. */
    private StateNode allocations(ProviderId provider) {
        return StateNode.directory(NamedNodes.of(
                () -> stream(view.consumersOn(provider)),
                typed -> PathName.uuid(typed).map(ConsumerId::new),
                id -> view.consumer(id)
                        .map(consumer -> consumer.allocations().from(provider))
                        .filter(amounts -> !amounts.isEmpty())
                        .map(amounts -> NamedNode.of(id.toString(), () -> amounts(amounts)))));
    }

    /** Amounts by class. */
    static StateNode amounts(ImmutableSortedMap<ResourceClass, Long> amounts) {
        return StateNode.leaf(() -> {
            ImmutableSortedMap.Builder<String, Object> fields = ImmutableSortedMap.naturalOrder();
            amounts.forEach((id, amount) -> fields.put(id.name(), amount));
            return fields.build();
        });
    }

    private StateNode traits(Provider provider) {
        return StateNode.directory(NamedNodes.of(
                () -> provider.traits().stream(),
                typed -> Trait.isName(typed) ? Optional.of(Trait.of(typed)) : Optional.empty(),
                id -> Optional.of(id)
                        .filter(provider.traits()::contains)
                        .map(has -> NamedNode.of(
                                id.name(),
                                () -> CatalogueNodes.symbol(view.catalogue().createdAtMs(id))))));
    }

    private static StateNode aggregates(Provider provider) {
        return StateNode.directory(NamedNodes.of(
                () -> provider.aggregates().stream(),
                typed -> PathName.uuid(typed).map(AggregateId::new),
                id -> Optional.of(id)
                        .filter(provider.aggregates()::contains)
                        .map(has -> NamedNode.of(
                                id.toString(),
                                () -> StateNode.leaf(() -> ImmutableSortedMap.of("member", (Object) true))))));
    }

    static Optional<ResourceClass> resourceClass(String typed) {
        return ResourceClass.isName(typed) ? Optional.of(ResourceClass.of(typed)) : Optional.empty();
    }

    static <T> Stream<T> stream(Iterable<T> all) {
        return StreamSupport.stream(all.spliterator(), false);
    }
}
