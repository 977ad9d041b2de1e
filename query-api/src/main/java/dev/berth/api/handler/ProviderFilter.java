package dev.berth.api.handler;

import dev.berth.api.http.QueryString;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.query.AggregateRequirements;
import dev.berth.api.query.Amounts;
import dev.berth.api.query.AnyOfEach;
import dev.berth.api.query.TraitRequirements;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a list of providers is filtered by. Finds its providers by id, name or tree where it can, so that the questions
 * agents ask all day do not walk the whole region.
 */
record ProviderFilter(
        Optional<String> uuid,
        Optional<String> name,
        Optional<String> inTree,
        TraitRequirements traits,
        AggregateRequirements aggregates,
        Map<String, Long> resources) {
    static ProviderFilter parse(QueryString query, Microversion version) {
        AggregateRequirements aggregates = AggregateRequirements.of(query, "", version);
        TraitRequirements traits = TraitRequirements.of(query, "required", version);
        return new ProviderFilter(
                query.last("uuid"),
                query.last("name").filter(name -> !name.isEmpty()),
                query.last("in_tree"),
                traits,
                aggregates,
                query.last("resources").map(Amounts::parse).orElse(Map.of()));
    }

    /**
     * The providers that pass, ordered by id. Filters are looked at one after the other, and a filter that no provider
     * of the region passes ends it: what comes after it may then name what the region does not know.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if a class or trait is not known
     */
    List<Provider> apply(RegionView view) {
        Collection<Provider> pool = pool(view);
        if (inTree.isPresent() && Ids.findProvider(view, inTree.get()).isEmpty()) {
            return List.of();
        }
        Predicate<Provider> required = byRequiredTraits(view);
        Predicate<Provider> member = byRequiredAggregates();
        Predicate<Provider> filter = required.and(unlessEnded(view, () -> byForbiddenTraits(view), List.of(required)))
                .and(member)
                .and(this::isOutsideForbiddenAggregates)
                .and(unlessEnded(view, () -> byResources(view), List.of(required, member)));
        return pool.stream().filter(filter).toList();
    }

    /**
     * The next filter; if it names what is not known, nothing passes where one of those before it has ended the search.
     */
    private static Predicate<Provider> unlessEnded(
            RegionView view, Supplier<Predicate<Provider>> next, List<Predicate<Provider>> before) {
        try {
            return next.get();
        } catch (ProblemException unknownName) {
            if (before.stream().anyMatch(filter -> isPassedByNone(view, filter))) {
                return provider -> false;
            }
            throw unknownName;
        }
    }

    private static boolean isPassedByNone(RegionView view, Predicate<Provider> filter) {
        for (Provider provider : view.providers().all()) {
            if (filter.test(provider)) {
                return false;
            }
        }
        return true;
    }

    /** Those that pass uuid, name and tree. */
    private Collection<Provider> pool(RegionView view) {
        List<Provider> pool = new ArrayList<>();
        if (inTree.isPresent()) {
            Ids.findProvider(view, inTree.get()).ifPresent(member -> addTree(view, member.root(), pool));
        } else if (uuid.isPresent()) {
            Ids.findProvider(view, uuid.get()).ifPresent(pool::add);
        } else if (name.isPresent()) {
            view.providerNamed(name.get()).flatMap(view::provider).ifPresent(pool::add);
        } else {
            view.providers().all().forEach(pool::add);
        }
        uuid.ifPresent(text -> pool.removeIf(p -> !p.id().toString().equalsIgnoreCase(text)));
        name.ifPresent(text -> pool.removeIf(p -> !p.name().equals(text)));
        return pool;
    }

    private static void addTree(RegionView view, ProviderId id, List<Provider> pool) {
        view.provider(id).ifPresent(pool::add);
        for (ProviderId child : view.childrenOf(id)) {
            addTree(view, child, pool);
        }
    }

    private Predicate<Provider> byRequiredTraits(RegionView view) {
        List<List<Trait>> required = new ArrayList<>();
        for (Set<String> choice : traits.required()) {
            required.add(requireKnown(view, choice));
        }
        AnyOfEach<Trait> choices = new AnyOfEach<>(required);
        return provider -> choices.isMetBy(provider.traits());
    }

    private Predicate<Provider> byForbiddenTraits(RegionView view) {
        Set<Trait> forbidden = Set.copyOf(requireKnown(view, traits.forbidden()));
        return provider -> isFreeOf(forbidden, provider.traits());
    }

    private static List<Trait> requireKnown(RegionView view, Collection<String> names) {
        List<Trait> known = new ArrayList<>(names.size());
        for (String name : names) {
            known.add(Optional.of(name)
                    .filter(Trait::isName)
                    .map(Trait::of)
                    .filter(view::isKnown)
                    .orElseThrow(() -> Problem.badRequest(
                                    "Invalid trait(s) in \"required\" parameter: No such trait(s): " + name + ".")
                            .exception()));
        }
        return known;
    }

    private Predicate<Provider> byRequiredAggregates() {
        AnyOfEach<AggregateId> choices = new AnyOfEach<>(aggregates.required());
        return provider -> choices.isMetBy(provider.aggregates());
    }

    private boolean isOutsideForbiddenAggregates(Provider provider) {
        return isFreeOf(aggregates.forbidden(), provider.aggregates());
    }

    /** Goes through the smaller of the two. */
    private static <T> boolean isFreeOf(Set<T> forbidden, Set<T> had) {
        return forbidden.size() < had.size()
                ? forbidden.stream().noneMatch(had::contains)
                : had.stream().noneMatch(forbidden::contains);
    }

    private Predicate<Provider> byResources(RegionView view) {
        Map<ResourceClass, Long> amounts = new LinkedHashMap<>();
        resources.forEach((name, amount) -> amounts.put(
                Optional.of(name)
                        .filter(ResourceClass::isName)
                        .map(ResourceClass::of)
                        .filter(view::isKnown)
                        .orElseThrow(() -> Problem.badRequest(
                                        "Invalid resource class in resources parameter: " + Refusals.noSuchClass(name))
                                .exception()),
                amount));
        return provider -> amounts.entrySet().stream()
                .allMatch(amount -> canProvide(view, provider, amount.getKey(), amount.getValue()));
    }

    private static boolean canProvide(RegionView view, Provider provider, ResourceClass resourceClass, long amount) {
        InventoryRecord inventory = provider.inventories().get(resourceClass);
        return inventory != null
                && Capacity.isInUnits(amount, inventory.minUnit(), inventory.maxUnit(), inventory.stepSize())
                && Capacity.hasRoomFor(amount, view.used(provider.id(), resourceClass), Capacity.of(inventory));
    }
}
