package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The consumers of a view as directories: all by id, and those of each project. Any thread. */
record ConsumerNodes(RegionView view) {
    StateNode all() {
        return StateNode.directory(
                NamedNodes.of(
                        () -> ProviderNodes.stream(view.consumers().all()).map(Consumer::id),
                        ConsumerNodes::parse,
                        this::named),
                view.consumers(),
                view.devices());
    }

    /** Each project that has any, with what they use. */
    StateNode byProject() {
        return StateNode.directory(NamedNodes.ofTexts(
                        () -> ProviderNodes.stream(view.projects().all()),
                        project -> Optional.of(project)
                                .filter(id -> view.projects().of(id).iterator().hasNext())
                                .map(id -> NamedNode.of(PathName.encode(id), () -> project(id)))))
                .asIndex();
    }

    private static Optional<ConsumerId> parse(String typed) {
        return PathName.uuid(typed).map(ConsumerId::new);
    }

    private Optional<NamedNode> named(ConsumerId id) {
        return view.consumer(id).map(consumer -> NamedNode.of(id.toString(), () -> node(consumer)));
    }

    private StateNode node(Consumer consumer) {
        ImmutableSortedMap<String, Supplier<StateNode>> children =
                ImmutableSortedMap.of("allocations", () -> allocations(consumer).asIndex());
        // Its fields name its devices, which are kept elsewhere: whatever changes a device may have changed them.
        boolean hasDevices = view.devices().hostsOf(consumer.id()).iterator().hasNext();
        return StateNode.thing(
                () -> StateFields.consumer(view, consumer),
                NamedNodes.of(children),
                consumer,
                hasDevices ? view.devices() : consumer);
    }

    private StateNode allocations(Consumer consumer) {
        return StateNode.directory(NamedNodes.of(
                () -> consumer.allocations().providers().stream(),
                typed -> PathName.uuid(typed).map(ProviderId::new),
                id -> Optional.of(consumer.allocations().from(id))
                        .filter(amounts -> !amounts.isEmpty())
                        .map(amounts -> new NamedNode(
                                id.toString(),
                                view.provider(id).map(provider -> provider.name()),
                                () -> ProviderNodes.amounts(amounts)))));
    }

    private StateNode project(String id) {
        StateNode consumers = StateNode.directory(NamedNodes.of(
                () -> ids(id),
                ConsumerNodes::parse,
                consumer -> named(consumer)
                        .filter(found -> view.consumer(consumer)
                                .map(Consumer::projectId)
                                .filter(id::equals)
                                .isPresent())));
        ImmutableSortedMap<String, Supplier<StateNode>> children = ImmutableSortedMap.of("consumers", () -> consumers);
        return StateNode.thing(() -> usage(id), NamedNodes.of(children));
    }

    private Stream<ConsumerId> ids(String project) {
        return ProviderNodes.stream(view.projects().of(project));
    }

    /** What its consumers hold, added up. */
    private ImmutableSortedMap<String, Object> usage(String project) {
        TreeMap<ResourceClass, Long> sum = new TreeMap<>();
        ids(project)
                .flatMap(id -> view.consumer(id).stream())
                .forEach(consumer -> consumer.allocations()
                        .forEach((provider, amounts) ->
                                amounts.forEach((id, amount) -> sum.merge(id, amount, Long::sum))));
        ImmutableSortedMap.Builder<String, Object> fields = ImmutableSortedMap.naturalOrder();
        fields.put("consumers", ids(project).count());
        sum.forEach((id, used) -> fields.put("used " + id, used));
        return fields.build();
    }
}
