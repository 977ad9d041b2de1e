package dev.berth.api.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.query.TraitRequirements;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Looks up in a region the classes, traits and flavors that a query names, and makes the query's request. */
final class NameResolver {
    private final RegionView view;
    private final ExistenceCheck existence;

    /**
     * @param existence knows what the region has; once its budget is spent, an unknown name is an error in any case
     */
    NameResolver(RegionView view, ExistenceCheck existence) {
        this.view = view;
        this.existence = existence;
    }

    /**
     * The request of a query in this region. Empty if nothing can serve the groups before one with a name that the
     * region does not know: as in Placement, the answer then has no candidates, and the name is not looked at.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it names a class or trait that the region does not know
     */
    Optional<CandidateRequest> request(CandidateQuery query) {
        ImmutableSortedSet<Trait> rootRequired =
                traits(query.root().required().stream().flatMap(Set::stream).toList());
        ImmutableSortedSet<Trait> rootForbidden = traits(query.root().forbidden());
        List<RequestGroup> groups = new ArrayList<>();
        for (Map.Entry<String, GroupQuery> entry : query.groups().entrySet()) {
            GroupQuery group = entry.getValue();
            requireFlavors(group);
            try {
                groups.add(group(entry.getKey(), group));
            } catch (ProblemException unknownName) {
                if (isRootless(rootRequired, rootForbidden)
                        || groups.stream()
                                .anyMatch(before -> !existence.canServe(before, rootRequired, rootForbidden))) {
                    return Optional.empty();
                }
                throw unknownName;
            }
        }
        return Optional.of(new CandidateRequest(
                ImmutableList.copyOf(groups),
                query.policy(),
                query.nesting(),
                rootRequired,
                rootForbidden,
                query.sameSubtrees().stream().map(ImmutableSortedSet::copyOf).collect(ImmutableList.toImmutableList()),
                query.limit(),
                query.shuffleSeed(),
                query.order()));
    }

    private void requireFlavors(GroupQuery group) {
        for (DeviceRequest request : group.devices()) {
            String flavor = request.flavor().orElseThrow();
            if (view.flavor(flavor).isEmpty()) {
                throw Problem.badRequest("Invalid PCI flavor in " + request.id().replaceFirst("-[0-9]+$", "")
                                + " parameter: No PCI flavor named '" + flavor + "'.")
                        .exception();
            }
        }
    }

    /** Whether no root is as the request wants its root to be. */
    private boolean isRootless(ImmutableSortedSet<Trait> rootRequired, ImmutableSortedSet<Trait> rootForbidden) {
        return !(rootRequired.isEmpty() && rootForbidden.isEmpty()) && !existence.hasRoot(rootRequired, rootForbidden);
    }

    /** Whether one of the groups asks for aggregates in which there is no provider. */
    boolean hasGroupWithoutMembers(CandidateQuery query) {
        for (GroupQuery group : query.groups().values()) {
            if (hasNoMembers(group)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasNoMembers(GroupQuery group) {
        List<Set<AggregateId>> required = group.aggregates().required();
        return !required.isEmpty() && !existence.hasMember(required);
    }

    private RequestGroup group(String suffix, GroupQuery group) {
        ImmutableSortedMap<ResourceClass, Long> amounts = amounts(group.resources());
        // Where no provider is in the aggregates, Placement does not look at the traits.
        TraitRequirements traits = hasNoMembers(group) ? TraitRequirements.NONE : group.traits();
        return new RequestGroup(
                suffix,
                amounts,
                traits.required().stream().map(this::traits).collect(ImmutableList.toImmutableList()),
                traits(traits.forbidden()),
                group.aggregates().required().stream()
                        .map(ImmutableSortedSet::copyOf)
                        .collect(ImmutableList.toImmutableList()),
                ImmutableSortedSet.copyOf(group.aggregates().forbidden()),
                group.inTree(),
                group.devices());
    }

    private ImmutableSortedMap<ResourceClass, Long> amounts(Map<String, Long> byName) {
        TreeMap<ResourceClass, Long> amounts = new TreeMap<>();
        byName.forEach((name, amount) -> amounts.put(
                Optional.of(name)
                        .filter(ResourceClass::isName)
                        .map(ResourceClass::of)
                        .filter(view::isKnown)
                        .orElseThrow(() -> Problem.badRequest("Invalid resource class in resources parameter: No such"
                                        + " resource class " + name + ".")
                                .exception()),
                amount));
        return ImmutableSortedMap.copyOfSorted(amounts);
    }

    private ImmutableSortedSet<Trait> traits(Collection<String> names) {
        ImmutableSortedSet.Builder<Trait> traits = ImmutableSortedSet.naturalOrder();
        for (String name : names) {
            traits.add(Optional.of(name)
                    .filter(Trait::isName)
                    .map(Trait::of)
                    .filter(view::isKnown)
                    .orElseThrow(() -> Problem.badRequest("No such trait(s): " + name + ".")
                            .exception()));
        }
        return traits.build();
    }
}
