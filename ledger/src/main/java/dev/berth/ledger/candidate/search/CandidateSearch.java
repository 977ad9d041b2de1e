package dev.berth.ledger.candidate.search;

import com.google.common.collect.Iterators;
import com.google.common.collect.Lists;
import dev.berth.ledger.candidate.order.TreeRating;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.Candidates.Cut;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the candidates for a request in one view of a region. Candidates are made one by one, so memory grows with the
 * answer and never with the number of combinations. Any thread may call it.
 *
 * <p>The order depends on the state and the request alone. Trees are visited in order of their roots' ids: the first
 * candidate of each tree, then the second of each, so that one host does not fill a limit. Within a tree the demands
 * come in the order of {@link dev.berth.ledger.candidate.request.Demands}, and the last varies fastest. Each demand is
 * tried on the tree's providers from the root downward, siblings by id, then on those that share with the tree. A
 * shuffle seed changes the order of trees and of providers, and nothing else.
 *
 * <p>With an {@link dev.berth.ledger.candidate.request.CandidateRequest.Order} the first candidate of each tree is
 * found before any is taken, and the trees are visited in the order of what it would leave of them. Half of the steps
 * may go into that.
 */
public final class CandidateSearch {
    /** How many providers all candidates of an answer may name together: it bounds the memory of an answer. */
    private static final int PROVIDERS_MOST = 4_000_000;

    private final Plan plan;
    private final RegionView view;
    private final Forest forest;
    private final List<SharingProvider> sharing;
    private final StepCounter steps;
    private final DeviceOffers offers;
    private final CandidateCollector collector;
    private final Shuffle shuffle;
    private final NeedMatches matches;
    /** Rates trees before anything is taken, on steps of its own; empty in the default order. */
    private final Optional<TreeRanking> ranking;

    /** Orders the providers of the trees from which candidates are taken. */
    private final Optional<TreeRanking> taking;

    /** Takes the first candidate of each tree. */
    private final TreeSearch search;

    /** A tree that may have more candidates than the first round took from it. */
    private record Open(Tree anchor, List<SharingProvider> outside, int taken) {}

    /** A tree that has a candidate, with its rating. */
    private record Ranked(Open tree, long rank) {}

    private CandidateSearch(StructureMatches.OfPlan byStructure, RegionView view, int most, StepCounter steps) {
        this.plan = byStructure.plan();
        this.view = view;
        this.forest = view.forest();
        this.sharing = SharingProvider.of(view, plan);
        this.steps = steps;
        this.offers = new DeviceOffers(view, plan, steps);
        this.collector = new CandidateCollector(plan, offers, most);
        this.shuffle = new Shuffle(plan.request().shuffleSeed());
        this.matches = new NeedMatches(byStructure);
        Optional<TreeRating> rating = plan.request().order().map(order -> TreeRating.of(order, view, plan.request()));
        this.ranking = rating.map(by -> new TreeRanking(by, plan, new StepCounter(steps.left())));
        this.taking = rating.map(by -> new TreeRanking(by, plan, steps));
        this.search = new TreeSearch(plan, matches, shuffle, ranking);
    }

    /** All candidates up to the request's limit, within the default budget. */
    public static Candidates search(RegionView view, CandidateRequest request) {
        return search(view, request, SearchBudget.DEFAULT);
    }

    public static Candidates search(RegionView view, CandidateRequest request, SearchBudget budget) {
        return PreparedSearch.of(view, request).search(view, budget);
    }

    static Candidates search(RegionView view, StructureMatches.OfPlan byStructure, SearchBudget budget) {
        Plan plan = byStructure.plan();
        CandidateRequest request = plan.request();
        int fitting = PROVIDERS_MOST / Math.max(1, plan.needOf().length);
        int most = Math.min(request.limit().orElse(Integer.MAX_VALUE), Math.min(budget.candidates(), fitting));
        StepCounter steps = new StepCounter(request.order().isPresent() ? budget.steps() / 2 : budget.steps());
        CandidateSearch search = new CandidateSearch(byStructure, view, most, steps);
        search.run();
        Optional<Cut> cut = Optional.empty();
        if (steps.isSpent() || search.ranking.filter(by -> by.steps().isSpent()).isPresent()) {
            cut = Optional.of(Cut.STEPS);
        } else if (search.collector.isFull() && request.limit().orElse(Integer.MAX_VALUE) > most) {
            cut = Optional.of(Cut.CANDIDATES);
        }
        return search.collector.candidates(
                cut, steps.made() + search.ranking.map(by -> by.steps().made()).orElse(0L));
    }

    private void run() {
        List<Open> more = new ArrayList<>();
        int[] order = shuffle.order(forest.blocks());
        if (ranking.isPresent()) {
            more = ranked(order, ranking.get());
        } else {
            for (int at = 0; at < order.length && isOn(); at++) {
                firstRound(forest.block(order[at]), more);
            }
        }
        List<TreeSearch> open = nextRound(Iterators.transform(more.iterator(), this::resumed));
        while (!open.isEmpty()) {
            open = nextRound(open.iterator());
        }
    }

    /** The trees that have a candidate, in the order of their ratings; those that were not rated any more are last. */
    private List<Open> ranked(int[] order, TreeRanking by) {
        List<Ranked> trees = new ArrayList<>();
        for (int at = 0; at < order.length && !steps.isSpent(); at++) {
            rank(forest.block(order[at]), by, trees);
        }
        trees.sort(Comparator.comparingLong(Ranked::rank));
        return new ArrayList<>(Lists.transform(trees, Ranked::tree));
    }

    private void rank(TreeBlock block, TreeRanking by, List<Ranked> ranked) {
        long[] reach = SharingProvider.reach(sharing, block);
        long trees = plan.filter(block, sharing, reach, steps);
        while (trees != 0 && !steps.isSpent()) {
            int bit = shuffle.pick(trees);
            trees &= ~(1L << bit);
            Tree anchor = block.tree(bit);
            if (view.hasDrains() && view.drain(anchor.root()).isPresent()) {
                continue;
            }
            List<SharingProvider> outside = SharingProvider.reaching(sharing, reach, bit);
            StepCounter budget = by.steps().isSpent() ? steps : by.steps();
            if (search.begin(anchor, outside, budget) && offers.mayFitOn(anchor)) {
                if (!by.steps().isSpent() && search.advance()) {
                    ranked.add(new Ranked(new Open(anchor, outside, 0), by.rate(anchor, search.chosen())));
                } else if (by.steps().isSpent()) {
                    ranked.add(new Ranked(new Open(anchor, outside, 0), Long.MAX_VALUE));
                }
            }
        }
    }

    /** Takes one more candidate of each tree, and leaves the searches of those that had one. */
    private List<TreeSearch> nextRound(Iterator<TreeSearch> searches) {
        List<TreeSearch> open = new ArrayList<>();
        while (isOn() && searches.hasNext()) {
            TreeSearch one = searches.next();
            if (collector.addNext(one)) {
                open.add(one);
            }
        }
        return open;
    }

    /**
     * A search that is as far in a tree as the first round was. Most limits are reached in the first round, so it does
     * not keep a search for each tree.
     */
    private TreeSearch resumed(Open tree) {
        TreeSearch again = new TreeSearch(plan, matches, shuffle, taking);
        boolean isAgain = again.begin(tree.anchor(), tree.outside(), steps);
        for (int taken = 0; taken < tree.taken() && isAgain; taken++) {
            isAgain = again.advance();
        }
        if (!isAgain && !steps.isSpent()) {
            throw new IllegalStateException("expected the tree of "
                    + tree.anchor().root() + " to have " + tree.taken() + " candidates as before");
        }
        return again;
    }

    private boolean isOn() {
        return !collector.isFull() && !steps.isSpent();
    }

    private void firstRound(TreeBlock block, List<Open> more) {
        long[] reach = SharingProvider.reach(sharing, block);
        long trees = plan.filter(block, sharing, reach, steps);
        while (trees != 0 && isOn()) {
            int bit = shuffle.pick(trees);
            trees &= ~(1L << bit);
            Tree anchor = block.tree(bit);
            if (view.hasDrains() && view.drain(anchor.root()).isPresent()) {
                continue;
            }
            List<SharingProvider> outside = SharingProvider.reaching(sharing, reach, bit);
            if (isOnlyRoot(anchor, outside)) {
                takeRoot(anchor);
            } else if (search.begin(anchor, outside, steps)
                    && offers.mayFitOn(anchor)
                    && collector.addNext(search)
                    && !search.hasNoOther()) {
                more.add(new Open(anchor, outside, search.reached()));
            }
        }
    }

    /** Whether only the root can serve anything, and each class is asked of it once. */
    private boolean isOnlyRoot(Tree anchor, List<SharingProvider> outside) {
        return anchor.size() == 1 && outside.isEmpty() && plan.isAllUnsuffixed() && !offers.needsDryRun();
    }

    /** Takes the candidate of a tree that has only a root, as many hosts do: if it meets each need, it meets all. */
    private void takeRoot(Tree anchor) {
        if (matches.match(anchor, List.of(), steps)
                && Bits.count(matches.onStructure().traitSets(0)) == plan.traitSets().length) {
            steps.add(plan.needOf().length);
            collector.addRoot(anchor);
        }
    }
}
