package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Whether a region has anything at all of some kind, which decides with which error a bad request is answered. All
 * questions share one budget; once it is spent, every answer is yes. Not thread-safe.
 */
public final class ExistenceCheck {
    private final RegionView view;
    private final Forest forest;
    private final StepCounter steps;

    public ExistenceCheck(RegionView view, SearchBudget budget) {
        this.view = view;
        this.forest = view.forest();
        this.steps = new StepCounter(budget.steps());
    }

    /** Whether the budget is spent, so that answers may be wrong. */
    public boolean isSpent() {
        return steps.isSpent();
    }

    /** Whether some root has all of the required traits and none of the forbidden. */
    public boolean hasRoot(Set<Trait> required, Set<Trait> forbidden) {
        Symbols symbols = forest.symbols();
        int[] wanted = required.stream().mapToInt(symbols::of).toArray();
        int[] unwanted = forbidden.stream().mapToInt(symbols::of).toArray();
        return hasTree(block -> block.withAllTraits(wanted), 1, tree -> {
            steps.add(1);
            return tree.hasAllTraits(0, wanted) && !tree.hasAnyTrait(0, unwanted);
        });
    }

    /** Whether some provider is in at least one aggregate of each set. */
    public boolean hasMember(Collection<? extends Set<AggregateId>> sets) {
        int[][] numbers = sets.stream()
                .map(set -> set.stream().mapToInt(forest.symbols()::of).toArray())
                .toArray(int[][]::new);
        return hasTree(block -> block.inAggregateOfEach(numbers), numbers.length, tree -> {
            steps.add(tree.size());
            for (int member = 0; member < tree.size(); member++) {
                if (tree.isInAggregateOfEach(member, numbers)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Whether the condition holds for some tree, among those that the index filter leaves. */
    private boolean hasTree(ToLongFunction<TreeBlock> filter, int stepsForFilter, Predicate<Tree> condition) {
        for (int at = 0; at < forest.blocks() && !steps.isSpent(); at++) {
            TreeBlock block = forest.block(at);
            steps.add(stepsForFilter);
            long trees = filter.applyAsLong(block);
            for (; trees != 0 && !steps.isSpent(); trees &= trees - 1) {
                if (condition.test(block.tree(Long.numberOfTrailingZeros(trees)))) {
                    return true;
                }
            }
        }
        return steps.isSpent();
    }

    /** Whether some tree with such a root can serve the group, if that is all that is asked. */
    public boolean canServe(
            RequestGroup group, ImmutableSortedSet<Trait> rootRequired, ImmutableSortedSet<Trait> rootForbidden) {
        CandidateRequest alone =
                CandidateRequest.of(group).withRoot(rootRequired, rootForbidden).limitedTo(1);
        Candidates candidates = CandidateSearch.search(view, alone, new SearchBudget(1, steps.left()));
        steps.add(candidates.steps());
        return candidates.size() > 0 || steps.isSpent();
    }
}
