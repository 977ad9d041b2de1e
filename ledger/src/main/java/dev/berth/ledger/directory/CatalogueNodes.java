package dev.berth.ledger.directory;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The resource classes and traits that a view knows, each with who has any of it, as directories. Any thread. */
record CatalogueNodes(RegionView view, ProviderNodes providers) {
    StateNode classes() {
        return StateNode.directory(
                NamedNodes.of(
                        () -> names(
                                        StandardCatalogue.resourceClasses(),
                                        view.catalogue().customClasses().keySet())
                                .map(ResourceClass::of),
                        ProviderNodes::resourceClass,
                        id -> Optional.of(id)
                                .filter(view::isKnown)
                                .map(known -> NamedNode.of(id.name(), () -> node(id)))),
                view.catalogue());
    }

    StateNode traits() {
        return StateNode.directory(
                NamedNodes.of(
                        () -> names(
                                        StandardCatalogue.traits(),
                                        view.catalogue().customTraits().keySet())
                                .map(Trait::of),
                        typed -> Trait.isName(typed) ? Optional.of(Trait.of(typed)) : Optional.empty(),
                        id -> Optional.of(id)
                                .filter(view::isKnown)
                                .map(known -> NamedNode.of(id.name(), () -> node(id)))),
                view.catalogue());
    }

    private static Stream<String> names(Collection<String> standard, Iterable<?> custom) {
        TreeSet<String> names = new TreeSet<>(standard);
        custom.forEach(each -> names.add(each.toString()));
        return names.stream();
    }

    private StateNode node(ResourceClass id) {
        return node(
                fields(view.catalogue().createdAtMs(id)),
                with(provider -> provider.inventories().containsKey(id)));
    }

    private StateNode node(Trait id) {
        return node(
                fields(view.catalogue().createdAtMs(id)),
                with(provider -> provider.traits().contains(id)));
    }

    private static StateNode node(ImmutableSortedMap<String, Object> fields, StateNode having) {
        ImmutableSortedMap<String, Supplier<StateNode>> children = ImmutableSortedMap.of("providers", () -> having);
        return StateNode.thing(() -> fields, NamedNodes.of(children));
    }

    /** Nobody keeps account of who has what of the standard ones, so all are looked at when they are listed. */
    private StateNode with(Predicate<Provider> has) {
        return providers.some(
                () -> ProviderNodes.stream(view.providers().all()).filter(has).map(Provider::id));
    }

    /** A class or trait by itself. */
    static StateNode symbol(OptionalLong createdAtMs) {
        return StateNode.leaf(() -> fields(createdAtMs));
    }

    private static ImmutableSortedMap<String, Object> fields(OptionalLong createdAtMs) {
        return createdAtMs.isPresent()
                ? ImmutableSortedMap.of("custom", true, "created_at_ms", createdAtMs.getAsLong())
                : ImmutableSortedMap.of("custom", false);
    }
}
