package dev.berth.ledger.candidate.order;

import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.Order;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;

/**
 * Rates trees and providers by what would be left of them; what has the lower rating comes first. The same state and
 * request give the same ratings on every machine. For one search and one thread.
 */
public interface TreeRating {
    /** The rating of a tree after something was taken from it. */
    long rate(Tree tree, TakenRows taken);

    /** The rating of one member, among those of its tree that could serve the same, after it gave something. */
    long rate(Tree tree, int member, TakenRows taken);

    /** About how many steps of a search one rating of the tree takes. */
    long steps(Tree tree);

    /** The rating for a policy in a view. */
    static TreeRating of(Order order, RegionView view, CandidateRequest request) {
        return switch (order) {
            case PACK -> new FillRating(new LargestAmounts(view.forest()), 1);
            case SPREAD -> new FillRating(new LargestAmounts(view.forest()), -1);
            case BALANCED -> new BalanceRating();
            case LEAST_FRAGMENTATION -> new FragmentationRating(view.forest(), HeldRequests.in(view, request));
        };
    }
}
