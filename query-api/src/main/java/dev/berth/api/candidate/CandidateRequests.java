package dev.berth.api.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.Problem;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.query.TraitRequirements;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionView;
import dev.berth.ledger.candidate.CandidateRequest;
import dev.berth.ledger.candidate.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.RequestGroup;
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

    CandidateRequests(RegionView view) {
        this.view = view;
    }

    /**
     * The request that a query means in this region.
     *
     * @throws dev.berth.api.http.ProblemException 400 if it names a class or trait that the region does not know
     */
    CandidateRequest of(CandidateQuery query, Microversion version) {
        ImmutableSortedSet<Trait> rootRequired =
                traits(query.root().required().stream().flatMap(Set::stream).toList());
        ImmutableSortedSet<Trait> rootForbidden = traits(query.root().forbidden());
        ImmutableList.Builder<RequestGroup> groups = ImmutableList.builder();
        query.groups().forEach((suffix, group) -> groups.add(group(suffix, group)));
        return new CandidateRequest(
                groups.build(),
                query.policy(),
                version.has(Feature.NESTED_CANDIDATES) ? Nesting.AWARE : Nesting.BLIND,
                rootRequired,
                rootForbidden,
                query.sameSubtrees().stream().map(ImmutableSortedSet::copyOf).collect(ImmutableList.toImmutableList()),
                query.limit(),
                OptionalLong.empty());
    }

    private RequestGroup group(String suffix, GroupQuery group) {
        TraitRequirements traits = group.traits();
        return new RequestGroup(
                suffix,
                amounts(group.resources()),
                traits.required().stream().map(this::traits).collect(ImmutableList.toImmutableList()),
                traits(traits.forbidden()),
                aggregates(group.aggregates().required()),
                ImmutableSortedSet.copyOf(group.aggregates().forbidden()),
                group.inTree().map(CandidateRequests::tree));
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
