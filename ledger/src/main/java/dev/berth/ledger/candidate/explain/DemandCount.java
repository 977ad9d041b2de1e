package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDemand;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.Demands.Demand;
import dev.berth.ledger.candidate.search.Constraint;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.Reason;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import java.util.Optional;

/**
 * Counts the providers that each constraint of one demand leaves, in one tree after the other. Not thread-safe.
 */
final class DemandCount {
    private final RegionView view;
    private final Demand demand;
    private final ImmutableList<Constraint> constraints;
    private final boolean isAnythingShared;
    private int providers;

    /** By constraint, how many providers are left after it. */
    private final int[] left;

    /** Whether a provider lacks only room that is reserved while its devices are dirty. */
    private boolean isToBeCleaned;

    DemandCount(RegionView view, Plan plan, int demand) {
        this.view = view;
        this.demand = plan.demands().get(demand);
        this.constraints = plan.needOf()[demand].constraints();
        this.isAnythingShared = !view.forest().sharing().isEmpty();
        this.left = new int[constraints.size()];
    }

    /** Adds the providers of a tree. One that shares is left while it could serve its own tree, or others. */
    void add(Tree tree, StepCounter steps) {
        providers += tree.size();
        for (int member = 0; member < tree.size(); member++) {
            boolean isLeft = true;
            boolean isLeftForOthers = isAnythingShared && Forest.shares(tree, member);
            int at = 0;
            for (; at < left.length; at++) {
                isLeft = isLeft && constraints.get(at).holds(tree, member);
                isLeftForOthers = isLeftForOthers && constraints.get(at).holdsFromOutside(tree, member);
                if (!isLeft && !isLeftForOthers) {
                    isToBeCleaned = isToBeCleaned || couldGiveOnceClean(tree, member, constraints.get(at));
                    break;
                }
                left[at]++;
            }
            steps.add(at + 1);
        }
    }

    /** Whether the provider could give it if all of it were not reserved while its devices are dirty. */
    private boolean couldGiveOnceClean(Tree tree, int member, Constraint constraint) {
        if (constraint.reason() != Reason.NEVER_FITS
                || constraint.resourceClass().isEmpty()) {
            return false;
        }
        ResourceClass name = constraint.resourceClass().get();
        InventoryRecord inventory = tree.inventories(member).get(name);
        return inventory != null
                && inventory.reserved() == inventory.total()
                && inventory.total() >= demand.group().resources().get(name)
                && view.devices()
                        .stockOf(tree.id(member))
                        .filter(new Stock(tree.id(member), name)::equals)
                        .filter(view.devices()::areAllDirty)
                        .isPresent();
    }

    ExplainedDemand demand() {
        ImmutableList.Builder<Line> lines = ImmutableList.builder();
        int before = providers;
        Verdict verdict = Verdict.FOUND;
        Optional<ResourceClass> scarce = Optional.empty();
        for (int at = 0; at < left.length; at++) {
            Constraint constraint = constraints.get(at);
            lines.add(new Line("providers that " + constraint.text(), before, left[at]));
            if (left[at] == 0 && verdict == Verdict.FOUND) {
                boolean isOnlyNow = constraint.reason() == Reason.NO_ROOM_NOW
                        || constraint.reason() == Reason.NEVER_FITS && isToBeCleaned;
                verdict = isOnlyNow ? Verdict.NOT_NOW : Verdict.NEVER;
                scarce = constraint.resourceClass();
            }
            before = left[at];
        }
        return new ExplainedDemand(demand.group().suffix(), demand.parameter(), verdict, scarce, lines.build());
    }
}
