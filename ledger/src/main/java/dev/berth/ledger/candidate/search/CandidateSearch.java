package dev.berth.ledger.candidate;

import dev.berth.ledger.candidate.Candidates.Cut;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the candidates for a request in one view of a region. Candidates are made one by one; what is held grows with
 * the answer, never with the number of combinations. Any thread may call it.
 *
 * <p>The order is a function of state and request. Trees are visited breadth-first in order of their roots' ids: the
 * first candidate of each, then the second of each, so that a limit is not filled by one host. Within a tree the
 * classes of the unsuffixed group come first, by name, then the suffixed groups as the request has them, and the last
 * varies fastest; each is served by the tree's providers from the root downward, siblings by id, then by those that
 * share with it. A shuffle seed changes the order of trees and of providers, and nothing else.
 */
public final class CandidateSearch {
    /**
     * How many providers all candidates of an answer may name together: what it may hold of memory, whatever is asked.
     */
    private static final int PLACES_MOST = 4_000_000;

    private final Plan plan;
    private final RegionView view;
    private final Forest forest;
    private final List<SharingProvider> sharing;
    private final Steps steps;
    private final DeviceOffers offers;
    private final Answer answer;
    private final Shuffle shuffle;
    private final Meeting meeting;

    /** Makes the first round, in one tree after the other. */
    private final TreeSearch search;

    /** A tree that may have more candidates than the first round has taken from it. */
    private record Open(Tree anchor, List<SharingProvider> outside, int taken) {}

    private CandidateSearch(Suitabilities suitabilities, RegionView view, int most, Steps steps) {
        this.plan = suitabilities.plan();
        this.view = view;
        this.forest = view.forest();
        this.sharing = SharingProvider.of(view, plan);
        this.steps = steps;
        this.offers = new DeviceOffers(view, plan.request(), steps);
        this.answer = new Answer(plan, offers, most);
        this.shuffle = new Shuffle(plan.request().shuffleSeed());
        this.meeting = new Meeting(suitabilities);
        this.search = new TreeSearch(plan, meeting, shuffle);
    }

    /** All candidates up to the request's limit, within the default budget. */
    public static Candidates search(RegionView view, CandidateRequest request) {
        return search(view, request, SearchBudget.DEFAULT);
    }

    public static Candidates search(RegionView view, CandidateRequest request, SearchBudget budget) {
        return PreparedSearch.of(view, request).search(view, budget);
    }

    static Candidates search(RegionView view, Suitabilities suitabilities, SearchBudget budget) {
        Plan plan = suitabilities.plan();
        CandidateRequest request = plan.request();
        int fitting = PLACES_MOST / Math.max(1, plan.demands().length);
        int most = Math.min(request.limit().orElse(Integer.MAX_VALUE), Math.min(budget.candidates(), fitting));
        Steps steps = new Steps(budget.steps());
        CandidateSearch search = new CandidateSearch(suitabilities, view, most, steps);
        search.run();
        Optional<Cut> cut = Optional.empty();
        if (steps.areSpent()) {
            cut = Optional.of(Cut.STEPS);
        } else if (search.answer.isFull() && request.limit().orElse(Integer.MAX_VALUE) > most) {
            cut = Optional.of(Cut.CANDIDATES);
        }
        return search.answer.candidates(cut, steps.made());
    }

    /**
     * Why the request has the candidates that it has; takes time in proportion to the size of the region, within its
     * budget.
     */
    public static Explanation explain(RegionView view, CandidateRequest request) {
        return explain(view, request, SearchBudget.EXPLANATION);
    }

    public static Explanation explain(RegionView view, CandidateRequest request, SearchBudget budget) {
        Optional<Plan> plan = Plan.of(view, request);
        return plan.isPresent()
                ? Explainer.explain(view, plan.get(), new Steps(budget.steps()))
                : explainImpossible(
                        view,
                        "trees, if in_tree named a provider and each group without resources a trait or an aggregate");
    }

    /**
     * The account of a request that no tree can serve for a reason outside of the search.
     *
     * @param why what none of the trees is, as the end of a line that begins with their number
     */
    public static Explanation explainImpossible(RegionView view, String why) {
        return Explainer.impossible(view, why);
    }

    private void run() {
        List<Open> more = new ArrayList<>();
        int[] order = shuffle.order(forest.size());
        for (int at = 0; at < order.length && isOn(); at++) {
            firstRound(forest.stand(order[at]), more);
        }
        List<TreeSearch> open = new ArrayList<>();
        for (int at = 0; at < more.size() && isOn(); at++) {
            TreeSearch again = resumed(more.get(at));
            if (takeNext(again)) {
                open.add(again);
            }
        }
        while (!open.isEmpty() && isOn()) {
            List<TreeSearch> still = new ArrayList<>();
            for (TreeSearch one : open) {
                if (isOn() && takeNext(one)) {
                    still.add(one);
                }
            }
            open = still;
        }
    }

    /**
     * A search that has come as far as the first round came: most limits are reached in that, and so it keeps none of
     * its searches.
     */
    private TreeSearch resumed(Open tree) {
        TreeSearch again = new TreeSearch(plan, meeting, shuffle);
        boolean isAgain = again.begin(tree.anchor(), tree.outside(), steps);
        for (int taken = 0; taken < tree.taken() && isAgain; taken++) {
            isAgain = again.advance();
        }
        if (!isAgain && !steps.areSpent()) {
            throw new IllegalStateException("expected the tree of "
                    + tree.anchor().root() + " to have " + tree.taken() + " candidates as before");
        }
        return again;
    }

    private boolean isOn() {
        return !answer.isFull() && !steps.areSpent();
    }

    private void firstRound(Stand stand, List<Open> more) {
        long[] reach = SharingProvider.reach(sharing, stand);
        long word = hint(stand, reach);
        while (word != 0 && isOn()) {
            int bit = shuffle.pick(word);
            word &= ~(1L << bit);
            Tree anchor = stand.tree(bit);
            if (view.hasDrains() && view.drain(anchor.root()).isPresent()) {
                continue;
            }
            List<SharingProvider> outside = SharingProvider.reaching(sharing, reach, bit);
            if (isOnlyRoot(anchor, outside)) {
                takeRoot(anchor);
            } else if (search.begin(anchor, outside, steps)
                    && offers.mayBeOn(anchor)
                    && takeNext(search)
                    && !search.isAtItsOnlyOne()) {
                more.add(new Open(anchor, outside, search.reached()));
            }
        }
    }

    /** Whether the root is the one provider that could serve, and each class is asked of it once. */
    private boolean isOnlyRoot(Tree anchor, List<SharingProvider> outside) {
        return anchor.size() == 1 && outside.isEmpty() && plan.isAllUnsuffixed() && !offers.areJudged();
    }

    /**
     * Takes the candidate of a tree that is nothing but its root, as many hosts are: if it meets every need, it meets
     * all of them.
     */
    private void takeRoot(Tree anchor) {
        if (meeting.isComplete(anchor, List.of(), steps)
                && meeting.suitability().hasAllTraits(0)) {
            steps.make(plan.demands().length);
            answer.addRoot(anchor);
        }
    }

    /** The trees that might anchor a candidate; none that does is left out. */
    private long hint(Stand stand, long[] reach) {
        steps.make(plan.needs().size());
        long word = stand.all();
        long sharedWithUnsuffixed = 0;
        for (Need need : plan.needs()) {
            long shared = 0;
            for (int at = 0; at < reach.length; at++) {
                shared |= sharing.get(at).meets(need) ? reach[at] : 0;
            }
            word &= need.hint(stand) | shared;
            sharedWithUnsuffixed |= need.isAlone() ? 0 : shared;
            if (word == 0) {
                return 0;
            }
        }
        for (int[] traits : plan.traitSets()) {
            word &= Need.withAnyTrait(stand, traits) | sharedWithUnsuffixed;
        }
        return word;
    }

    /** Adds a search's next candidate that is not in the answer yet; false if it has none. */
    private boolean takeNext(TreeSearch from) {
        while (from.advance()) {
            if (answer.add(from)) {
                return true;
            }
        }
        return false;
    }
}
