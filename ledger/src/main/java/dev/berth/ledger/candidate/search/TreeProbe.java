package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.OptionalLong;

/**
 * Looks whether single trees have a candidate, as the search would find it, with a small budget for each. For one
 * thread.
 */
final class TreeProbe {
    private static final long STEPS_IN_A_TREE = 20_000;

    private final RegionView view;
    private final Plan plan;
    private final Steps steps;
    private final TreeSearch search;

    /** What a look at one tree comes to. */
    enum Found {
        CANDIDATE,
        NOTHING,
        /** The budget ended first. */
        UNSURE
    }

    TreeProbe(RegionView view, Plan plan, Steps steps) {
        this.view = view;
        this.plan = plan;
        this.steps = steps;
        this.search = new TreeSearch(plan, new Meeting(new Suitabilities(plan)), new Shuffle(OptionalLong.empty()));
    }

    Found look(Tree tree, List<SharingProvider> outside) {
        Steps inTree = new Steps(Math.min(STEPS_IN_A_TREE, steps.left()));
        boolean isFound = search.begin(tree, outside, inTree) && hasOffer(tree, inTree);
        steps.make(inTree.made());
        return isFound ? Found.CANDIDATE : inTree.areSpent() ? Found.UNSURE : Found.NOTHING;
    }

    private boolean hasOffer(Tree tree, Steps inTree) {
        DeviceOffers offers = new DeviceOffers(view, plan.request(), inTree);
        if (!offers.areJudged()) {
            return search.advance();
        }
        Answer answer = new Answer(plan, offers, 1);
        if (offers.mayBeOn(tree)) {
            while (search.advance()) {
                if (answer.add(search)) {
                    return true;
                }
            }
        }
        return false;
    }
}
