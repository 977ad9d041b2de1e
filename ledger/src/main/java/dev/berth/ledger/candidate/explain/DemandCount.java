package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
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
import dev.berth.ledger.forest.TreeStructure;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the providers that each constraint of one demand leaves, in one tree after the other. The first constraints
 * ask for the structure of a tree alone, so what they leave is found out once for all trees of a structure that come
 * one after the other. Not thread-safe.
 */
final class DemandCount {
    private final RegionView view;
    private final Demand demand;
    private final ImmutableList<Constraint> constraints;

    /** How many constraints, from the first, ask for the structure alone. */
    private final int structural;

    private final boolean isAnythingShared;
    private int providers;

    /** By constraint, how many providers are left after it. */
    private final int[] left;

    /** Whether a provider lacks only room that is reserved while its devices are dirty. */
    private boolean isToBeCleaned;

    private TreeStructure structure;

    /** By structural constraint, how many members of a tree of the structure are left after it. */
    private final int[] leftOfStructure;

    /** The members that are left after all structural constraints. */
    private final List<Integer> members = new ArrayList<>();

    /** The members that are left out as all that they have is reserved, with the class of it. */
    private final Map<Integer, ResourceClass> reserved = new TreeMap<>();

    DemandCount(RegionView view, Plan plan, int demand) {
        this.view = view;
        this.demand = plan.demands().get(demand);
        this.constraints = plan.needOf()[demand].constraints();
        int leading = 0;
        while (leading < constraints.size() && constraints.get(leading).isStructural()) {
            leading++;
        }
        this.structural = leading;
        this.isAnythingShared = !view.forest().sharing().isEmpty();
        this.left = new int[constraints.size()];
        this.leftOfStructure = new int[structural];
    }

    /** Adds the providers of a tree. One that shares is left while it could serve its own tree, or others. */
    void add(Tree tree, StepCounter steps) {
        if (tree.structure() != structure) {
            begin(tree, steps);
        }
        providers += tree.size();
        steps.add(tree.size());
        for (int at = 0; at < structural; at++) {
            left[at] += leftOfStructure[at];
        }
        for (int at = 0; at < members.size(); at++) {
            addFromStructuralOn(tree, members.get(at), steps);
        }
        if (!isToBeCleaned && !reserved.isEmpty()) {
            reserved.forEach((member, name) -> isToBeCleaned |= isAllDirty(tree.id(member), name));
        }
    }

    /** Finds out what the structural constraints leave in trees of a structure. */
    private void begin(Tree tree, StepCounter steps) {
        structure = tree.structure();
        Arrays.fill(leftOfStructure, 0);
        members.clear();
        reserved.clear();
        for (int member = 0; member < tree.size(); member++) {
            int at = 0;
            while (at < structural && constraints.get(at).holds(tree, member)) {
                leftOfStructure[at++]++;
            }
            steps.add(at);
            if (at == structural) {
                members.add(member);
            } else if (constraints.get(at).reason() == Reason.NEVER_FITS) {
                addReserved(tree, member, constraints.get(at).resourceClass());
            }
        }
    }

    private void addReserved(Tree tree, int member, Optional<ResourceClass> lacking) {
        lacking.ifPresent(name -> {
            InventoryRecord inventory = tree.inventories(member).get(name);
            if (inventory != null
                    && inventory.reserved() == inventory.total()
                    && inventory.total() >= demand.group().resources().get(name)) {
                reserved.put(member, name);
            }
        });
    }

    private void addFromStructuralOn(Tree tree, int member, StepCounter steps) {
        boolean isLeft = true;
        boolean isLeftForOthers = isAnythingShared && Forest.shares(tree, member);
        for (int at = structural; at < left.length; at++) {
            steps.add(1);
            isLeft = isLeft && constraints.get(at).holds(tree, member);
            isLeftForOthers = isLeftForOthers && constraints.get(at).holdsFromOutside(tree, member);
            if (!isLeft && !isLeftForOthers) {
                return;
            }
            left[at]++;
        }
    }

    /** Whether what the provider has of a class are devices, all of which are dirty. */
    private boolean isAllDirty(ProviderId provider, ResourceClass name) {
        return view.devices()
                .stockOf(provider)
                .filter(new Stock(provider, name)::equals)
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
