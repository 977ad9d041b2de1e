package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.OptionalLong;

/** Finds out whether single trees have a candidate, by a search with a small budget for each. Not thread-safe. */
public final class TreeProbe {
    private static final long STEPS_IN_A_TREE = 20_000;

    private final RegionView view;
    private final Plan plan;
    private final StepCounter steps;
    private final StructureMatches.OfPlan byStructure;
    private final TreeSearch search;

    /** Whether a candidate is one only if a claim of it would be granted its devices. */
    private final boolean doDevicesDecide;

    /** Whether a tree has a candidate. */
    public enum Finding {
        CANDIDATE,
        NOTHING,
        /** The budget ended first. */
        UNSURE
    }

    public TreeProbe(RegionView view, Plan plan, StepCounter steps) {
        this.view = view;
        this.plan = plan;
        this.steps = steps;
        this.byStructure = new StructureMatches.OfPlan(plan);
        this.search = new TreeSearch(plan, new NeedMatches(byStructure), new Shuffle(OptionalLong.empty()));
        this.doDevicesDecide = plan.asksForDevices() || plan.mayDevicesClash(view);
    }

    /** Looks at a tree with what is shared with it. */
    public Finding look(Tree tree, List<SharingProvider> outside) {
        StepCounter inTree = new StepCounter(Math.min(STEPS_IN_A_TREE, steps.left()));
        boolean isFound = search.begin(tree, outside, inTree) && hasCandidate(tree, inTree);
        steps.add(inTree.made());
        return isFound ? Finding.CANDIDATE : inTree.isSpent() ? Finding.UNSURE : Finding.NOTHING;
    }

    /** Whether the tree by itself might have a candidate if nothing were used; it says so of every tree that would. */
    public boolean mayEverServe(Tree tree) {
        return byStructure.of(tree).hasMembersForAll();
    }

    private boolean hasCandidate(Tree tree, StepCounter inTree) {
        if (!doDevicesDecide) {
            return search.advance();
        }
        DeviceOffers offers = new DeviceOffers(view, plan, inTree);
        return offers.mayFitOn(tree) && new CandidateCollector(plan, offers, 1).addNext(search);
    }
}
