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
    private final TreeSearch search;

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
        this.search = new TreeSearch(plan, new Shuffle(OptionalLong.empty()));
    }

    /** Looks at a tree with what is shared with it. */
    public Finding look(Tree tree, List<SharingProvider> outside) {
        StepCounter inTree = new StepCounter(Math.min(STEPS_IN_A_TREE, steps.left()));
        boolean isFound = search.begin(tree, outside, inTree) && hasCandidate(tree, inTree);
        steps.add(inTree.made());
        return isFound ? Finding.CANDIDATE : inTree.isSpent() ? Finding.UNSURE : Finding.NOTHING;
    }

    private boolean hasCandidate(Tree tree, StepCounter inTree) {
        DeviceOffers offers = new DeviceOffers(view, plan, inTree);
        if (!offers.needsDryRun()) {
            return search.advance();
        }
        return offers.mayFitOn(tree) && new CandidateCollector(plan, offers, 1).addNext(search);
    }
}
