package dev.berth.ledger.candidate.request;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.events.model.Trait;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request for candidates, as {@code GET /allocation_candidates} of Placement takes it. The caller checks whether the
 * classes and traits in it exist: the search finds nothing for a name that no provider has.
 *
 * @param groups at least one, each with another suffix; their order is the order of the mappings in each candidate
 * @param rootRequired traits that the root of the anchoring tree must have (1.35)
 * @param rootForbidden traits that the root of the anchoring tree must not have (1.35)
 * @param sameSubtrees sets of suffixes; the providers of each set must lie below one of them (1.36)
 * @param limit how many candidates are wanted at most, 1 or more
 * @param shuffleSeed empty for the default order; the same seed gives the same order again
 * @param order empty for the default order, or that of the shuffle; with both, the shuffle orders what is equally good
 */
public record CandidateRequest(
        ImmutableList<RequestGroup> groups,
        GroupPolicy policy,
        Nesting nesting,
        ImmutableSortedSet<Trait> rootRequired,
        ImmutableSortedSet<Trait> rootForbidden,
        ImmutableList<ImmutableSortedSet<String>> sameSubtrees,
        OptionalInt limit,
        OptionalLong shuffleSeed,
        Optional<Order> order) {
    /** Which candidates come first, if not those of the first trees. */
    public enum Order {
        /** Those that leave the least free where they take. */
        PACK,
        /** Those that leave the most free where they take. */
        SPREAD,
        /** Those that leave all classes of a tree used to the same share. */
        BALANCED,
        /** Those that leave the most of what is scarce in pieces that are of use to others. */
        LEAST_FRAGMENTATION;

        /** As the API and command lines write it, such as {@code least-fragmentation}. */
        public String text() {
            return Ascii.toLowerCase(name()).replace('_', '-');
        }
    }

    /** Whether two suffixed groups may be served by one provider. */
    public enum GroupPolicy {
        NONE,
        ISOLATE
    }

    /** Whether a candidate may take from several providers of one tree: clients before 1.29 do not know trees. */
    public enum Nesting {
        AWARE,
        BLIND
    }

    public CandidateRequest {
        Set<String> suffixes = new TreeSet<>();
        for (RequestGroup group : groups) {
            if (!suffixes.add(group.suffix())) {
                throw new IllegalArgumentException(
                        "expected one group for each suffix but got two of '" + group.suffix() + "'");
            }
        }
        if (suffixes.isEmpty()) {
            throw new IllegalArgumentException("expected one group or more but got none");
        }
        if (!sameSubtrees.stream().allMatch(suffixes::containsAll)) {
            throw new IllegalArgumentException(
                    "expected suffixes of " + suffixes + " in same_subtree but got " + sameSubtrees);
        }
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException("expected a limit of 1 or more but got " + limit.getAsInt());
        }
    }

    /** A request in the default order, or that of a shuffle. */
    public CandidateRequest(
            ImmutableList<RequestGroup> groups,
            GroupPolicy policy,
            Nesting nesting,
            ImmutableSortedSet<Trait> rootRequired,
            ImmutableSortedSet<Trait> rootForbidden,
            ImmutableList<ImmutableSortedSet<String>> sameSubtrees,
            OptionalInt limit,
            OptionalLong shuffleSeed) {
        this(groups, policy, nesting, rootRequired, rootForbidden, sameSubtrees, limit, shuffleSeed, Optional.empty());
    }

    /** A request of these groups, with every other parameter left out. */
    public static CandidateRequest of(RequestGroup... groups) {
        return new CandidateRequest(
                ImmutableList.copyOf(groups),
                GroupPolicy.NONE,
                Nesting.AWARE,
                ImmutableSortedSet.of(),
                ImmutableSortedSet.of(),
                ImmutableList.of(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    /** This request with other groups. Each subtree keeps those of its suffixes that are still there. */
    public CandidateRequest with(ImmutableList<RequestGroup> others) {
        Set<String> suffixes = new TreeSet<>();
        others.forEach(group -> suffixes.add(group.suffix()));
        ImmutableList<ImmutableSortedSet<String>> subtrees = sameSubtrees.stream()
                .map(subtree -> ImmutableSortedSet.copyOf(Sets.filter(subtree, suffixes::contains)))
                .filter(subtree -> !subtree.isEmpty())
                .collect(ImmutableList.toImmutableList());
        return new CandidateRequest(
                others, policy, nesting, rootRequired, rootForbidden, subtrees, limit, shuffleSeed, order);
    }

    /** This request with other conditions on the root. */
    public CandidateRequest withRoot(ImmutableSortedSet<Trait> required, ImmutableSortedSet<Trait> forbidden) {
        return new CandidateRequest(
                groups, policy, nesting, required, forbidden, sameSubtrees, limit, shuffleSeed, order);
    }

    /** This request with a limit. */
    public CandidateRequest limitedTo(int most) {
        return with(OptionalInt.of(most), shuffleSeed, order);
    }

    /** This request with the order that a seed gives. */
    public CandidateRequest shuffledBy(long seed) {
        return with(limit, OptionalLong.of(seed), order);
    }

    /** This request with an order. */
    public CandidateRequest orderedBy(Order wanted) {
        return with(limit, shuffleSeed, Optional.of(wanted));
    }

    private CandidateRequest with(OptionalInt newLimit, OptionalLong newSeed, Optional<Order> newOrder) {
        return new CandidateRequest(
                groups, policy, nesting, rootRequired, rootForbidden, sameSubtrees, newLimit, newSeed, newOrder);
    }
}
