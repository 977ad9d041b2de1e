package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.Candidates.Cut;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the amounts of a claim could have been had, in the order of the API: the first candidates for them in one view.
 * What else was asked for, such as traits, stands in no claim, so there may be more of them than its sender was
 * offered.
 *
 * @param first some of them, the first ones
 * @param areMore whether there may be more
 * @param cut the bound at which the search for them ended early, if it did; there may be more of them then, also if
 *     none was found
 * @param misses hosts that were no candidate and what they lacked, those that lacked the least first
 * @param treesLeftOut how many hosts were not looked at for that, because it would have taken too long; misses are of
 *     the others then
 */
public record Alternatives(
        ImmutableList<Alternative> first,
        boolean areMore,
        Optional<Cut> cut,
        ImmutableList<Miss> misses,
        int treesLeftOut) {
    /** How many may be asked for. */
    public static final int MOST = 100;

    static final Alternatives NONE =
            new Alternatives(ImmutableList.of(), false, Optional.empty(), ImmutableList.of(), 0);

    /**
     * One candidate.
     *
     * @param isChosen whether it is what was claimed
     */
    public record Alternative(boolean isChosen, ImmutableList<Share> shares) {}

    /**
     * What is taken from one provider.
     *
     * @param free what it had of each class before
     */
    public record Share(
            ProviderId provider,
            String name,
            ImmutableSortedMap<ResourceClass, Long> taken,
            ImmutableSortedMap<ResourceClass, Long> free) {}

    /**
     * @param view the region as it was when the claim was decided
     * @param limit how many at most, 1 to {@link #MOST}
     */
    static Alternatives of(RegionView view, Allocations claimed, int limit) {
        return of(view, claimed, limit, SearchBudget.DEFAULT, SearchBudget.EXPLANATION);
    }

    /**
     * @param search what the search for candidates may cost
     * @param explanation what it may cost to find out what the hosts lacked that are none
     */
    static Alternatives of(
            RegionView view, Allocations claimed, int limit, SearchBudget search, SearchBudget explanation) {
        if (claimed.isEmpty()) {
            return NONE;
        }
        CandidateRequest request = request(claimed);
        Candidates found = CandidateSearch.search(view, request.limitedTo(limit + 1), search);
        Explanation why = Explainer.explain(view, request, explanation);
        ImmutableList<Candidate> candidates = found.candidates();
        return new Alternatives(
                candidates.stream()
                        .limit(limit)
                        .map(candidate ->
                                new Alternative(candidate.allocations().equals(claimed), shares(view, candidate)))
                        .collect(ImmutableList.toImmutableList()),
                candidates.size() > limit || found.cut().isPresent(),
                found.cut(),
                why.nearest(),
                why.treesLeftOut());
    }

    /**
     * The amounts as one group, which may be had from anywhere in a tree; a group for each provider if a class is taken
     * from several, whose amounts would otherwise become one.
     */
    private static CandidateRequest request(Allocations claimed) {
        TreeMap<ResourceClass, Long> all = new TreeMap<>();
        for (Allocation each : claimed) {
            all.put(each.resourceClass(), each.amount());
        }
        if (all.size() == claimed.count()) {
            return CandidateRequest.of(RequestGroup.of(RequestGroup.UNSUFFIXED, ImmutableSortedMap.copyOfSorted(all)));
        }
        List<RequestGroup> groups = new ArrayList<>();
        claimed.forEach((provider, amounts) -> groups.add(RequestGroup.of("_" + (groups.size() + 1), amounts)));
        return CandidateRequest.of(groups.toArray(new RequestGroup[0]));
    }

    private static ImmutableList<Share> shares(RegionView view, Candidate candidate) {
        return candidate.shares().stream()
                .map(share -> {
                    Provider provider = view.provider(share.provider()).orElseThrow();
                    return new Share(
                            provider.id(), provider.name(), share.resources(), free(view, provider, share.resources()));
                })
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableSortedMap<ResourceClass, Long> free(
            RegionView view, Provider provider, ImmutableSortedMap<ResourceClass, Long> asked) {
        ImmutableSortedMap<ResourceClass, Long> used = view.consumers().usage(provider.id());
        return provider.inventories().entrySet().stream()
                .filter(inventory -> asked.containsKey(inventory.getKey()))
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        ResourceClass::compareTo,
                        Map.Entry::getKey,
                        inventory -> Capacity.of(inventory.getValue()) - used.getOrDefault(inventory.getKey(), 0L)));
    }
}
