package dev.berth.api.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.query.AggregateRequirements;
import dev.berth.api.query.TraitRequirements;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.ExistenceCheck;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Turns what was asked by name into a request that a region understands, if it knows the names. */
final class CandidateRequests {
    private final RegionView view;
    private final ExistenceCheck existence;

    /**
     * @param existence asked where the answer depends on what the region has; where its budget is spent, an unknown name
     *     is a fault
     */
    CandidateRequests(RegionView view, ExistenceCheck existence) {
        this.view = view;
        this.existence = existence;
    }

    /**
     * The request that a query means in this region. Empty if nothing can serve what the query asks before it comes to
     * a name that the region does not know: Placement then answers that it has found nothing, and never looks at the
     * name.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it names a class or trait that the region does not know
     */
    Optional<CandidateRequest> of(CandidateQuery query, Microversion version) {
        ImmutableSortedSet<Trait> rootRequired =
                traits(query.root().required().stream().flatMap(Set::stream).toList());
        ImmutableSortedSet<Trait> rootForbidden = traits(query.root().forbidden());
        List<RequestGroup> groups = new ArrayList<>();
        for (Map.Entry<String, GroupQuery> entry : query.groups().entrySet()) {
            GroupQuery group = entry.getValue();
            requireFlavors(group);
            try {
                ImmutableSortedMap<ResourceClass, Long> amounts = amounts(group.resources());
                RequestGroup asked = isInNobody(group.aggregates())
                        ? withoutTraits(entry.getKey(), group, amounts)
                        : group(entry.getKey(), group, amounts);
                groups.add(asked);
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
                version.has(Feature.NESTED_CANDIDATES) ? Nesting.AWARE : Nesting.BLIND,
                rootRequired,
                rootForbidden,
                query.sameSubtrees().stream().map(ImmutableSortedSet::copyOf).collect(ImmutableList.toImmutableList()),
                query.limit(),
                OptionalLong.empty()));
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

    /** Whether no provider at all is in the aggregates that one of the groups asks for. */
    boolean isInNobody(CandidateQuery query) {
        for (GroupQuery group : query.groups().values()) {
            if (isInNobody(group.aggregates())) {
                return true;
            }
        }
        return false;
    }

    /** Whether no provider at all is in the aggregates that are asked for; its traits are not looked at then. */
    private boolean isInNobody(AggregateRequirements aggregates) {
        return !aggregates.required().isEmpty() && !existence.hasMember(aggregates.required());
    }

    private static RequestGroup withoutTraits(
            String suffix, GroupQuery group, ImmutableSortedMap<ResourceClass, Long> amounts) {
        return new RequestGroup(
                suffix,
                amounts,
                ImmutableList.of(),
                ImmutableSortedSet.of(),
                aggregates(group.aggregates().required()),
                ImmutableSortedSet.copyOf(group.aggregates().forbidden()),
                group.inTree().map(CandidateRequests::tree),
                group.devices());
    }

    private RequestGroup group(String suffix, GroupQuery group, ImmutableSortedMap<ResourceClass, Long> amounts) {
        TraitRequirements traits = group.traits();
        return new RequestGroup(
                suffix,
                amounts,
                traits.required().stream().map(this::traits).collect(ImmutableList.toImmutableList()),
                traits(traits.forbidden()),
                aggregates(group.aggregates().required()),
                ImmutableSortedSet.copyOf(group.aggregates().forbidden()),
                group.inTree().map(CandidateRequests::tree),
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

    private static ImmutableList<ImmutableSortedSet<AggregateId>> aggregates(List<Set<AggregateId>> choices) {
        return choices.stream().map(ImmutableSortedSet::copyOf).collect(ImmutableList.toImmutableList());
    }

    private static ProviderId tree(String text) {
        return new ProviderId(UuidFormat.parse(text).orElseThrow());
    }
}
