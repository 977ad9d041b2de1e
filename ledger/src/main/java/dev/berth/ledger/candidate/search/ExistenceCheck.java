package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.CandidateRequest.Nesting;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether a region has anything at all of some kind: what decides which of a request's faults its sender is told. All
 * questions together cost no more than one budget; once it is spent, every answer is that there is something. For one
 * thread.
 */
public final class Census {
    private final RegionView view;
    private final Forest forest;
    private final Steps steps;

    public Census(RegionView view, SearchBudget budget) {
        this.view = view;
        this.forest = view.forest();
        this.steps = new Steps(budget.steps());
    }

    /** Whether the budget is spent, so that answers may be wrong. */
    public boolean isSpent() {
        return steps.areSpent();
    }

    /** Whether some root has all of the required traits and none of the forbidden. */
    public boolean hasRoot(Set<Trait> required, Set<Trait> forbidden) {
        int[] wanted = required.stream().mapToInt(forest.symbols()::of).toArray();
        int[] unwanted = forbidden.stream().mapToInt(forest.symbols()::of).toArray();
        for (int at = 0; at < forest.size() && !steps.areSpent(); at++) {
            Stand stand = forest.stand(at);
            long word = stand.all();
            for (int trait : wanted) {
                word &= stand.withTrait(trait);
            }
            steps.make(1 + (long) Long.bitCount(word));
            for (; word != 0; word &= word - 1) {
                if (isRoot(stand.tree(Long.numberOfTrailingZeros(word)), wanted, unwanted)) {
                    return true;
                }
            }
        }
        return steps.areSpent();
    }

    private static boolean isRoot(Tree tree, int[] wanted, int[] unwanted) {
        for (int trait : wanted) {
            if (!tree.hasTrait(0, trait)) {
                return false;
            }
        }
        return !Need.hasAnyTrait(tree, 0, unwanted);
    }

    /** Whether some provider is in at least one aggregate of each set. */
    public boolean hasMember(Collection<? extends Set<AggregateId>> sets) {
        List<int[]> numbers = new ArrayList<>(sets.size());
        for (Set<AggregateId> set : sets) {
            int[] any = new int[set.size()];
            int size = 0;
            for (AggregateId aggregate : set) {
                any[size++] = forest.symbols().of(aggregate);
            }
            numbers.add(any);
        }
        for (int at = 0; at < forest.size() && !steps.areSpent(); at++) {
            Stand stand = forest.stand(at);
            long word = stand.all();
            for (int[] any : numbers) {
                word &= Need.inAnyAggregate(stand, any);
            }
            steps.make(numbers.size());
            for (; word != 0 && !steps.areSpent(); word &= word - 1) {
                if (hasMember(stand.tree(Long.numberOfTrailingZeros(word)), numbers)) {
                    return true;
                }
            }
        }
        return steps.areSpent();
    }

    private boolean hasMember(Tree tree, List<int[]> numbers) {
        steps.make(tree.size());
        for (int member = 0; member < tree.size(); member++) {
            boolean isIn = true;
            for (int at = 0; at < numbers.size() && isIn; at++) {
                isIn = Need.isInAny(tree, member, numbers.get(at));
            }
            if (isIn) {
                return true;
            }
        }
        return false;
    }

    /** Whether some tree whose root is as wanted can serve the group, if it is all that is asked. */
    public boolean canServe(
            RequestGroup group, ImmutableSortedSet<Trait> rootRequired, ImmutableSortedSet<Trait> rootForbidden) {
        CandidateRequest alone = new CandidateRequest(
                ImmutableList.of(group),
                GroupPolicy.NONE,
                Nesting.AWARE,
                rootRequired,
                rootForbidden,
                ImmutableList.of(),
                OptionalInt.of(1),
                OptionalLong.empty());
        Candidates found = CandidateSearch.search(view, alone, new SearchBudget(1, steps.left()));
        steps.make(found.steps());
        return !found.candidates().isEmpty() || steps.areSpent();
    }
}
