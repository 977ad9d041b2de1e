package dev.berth.ledger.candidate;

import dev.berth.ledger.candidate.Candidates.Cut;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The answer to one request while it grows. For one thread. */
final class Answer {
    private final Plan plan;
    private final DeviceOffers offers;
    private final int most;
    private final Found found;

    /** The candidates with their devices, one for each that was found, if devices are asked for. */
    private final List<Candidate> completed = new ArrayList<>();

    /** Candidates that several trees can anchor; it is only asked what is in it. */
    private final Set<Candidate> anchoredAnywhere = new HashSet<>();

    private final ShownTrees shown;

    Answer(Plan plan, DeviceOffers offers, int most) {
        this.plan = plan;
        this.offers = offers;
        this.most = most;
        this.found = new Found(plan.demands().length);
        this.shown = new ShownTrees(plan.isBlind());
    }

    boolean isFull() {
        return found.size() >= most;
    }

    /**
     * Adds the candidate that the search has reached; false if it is in the answer already, or has not the devices
     * asked for.
     */
    boolean add(TreeSearch search) {
        Place[] chosen = search.chosen();
        if (offers.areJudged() || search.isAllShared()) {
            Optional<Candidate> candidate =
                    offers.complete(candidate(search), search.anchor().root());
            if (candidate.isEmpty() || search.isAllShared() && !anchoredAnywhere.add(candidate.get())) {
                return false;
            }
            if (offers.areAsked()) {
                completed.add(candidate.get());
                shown.add(search.anchor(), 0);
            }
        }
        found.add(search.anchor(), search.outside(), chosen);
        for (int demand = 0; demand < chosen.length; demand++) {
            Place place = chosen[demand];
            if (!place.isShown && plan.demands()[demand].classes().length > 0) {
                place.isShown = true;
                shown.add(place.tree, place.member);
            }
        }
        return true;
    }

    /** Adds the candidate that is served by the root of a tree alone. */
    void addRoot(Tree anchor) {
        found.addRoot(anchor);
        shown.add(anchor, 0);
    }

    private Candidate candidate(TreeSearch search) {
        Found alone = new Found(plan.demands().length);
        alone.add(search.anchor(), search.outside(), search.chosen());
        CandidateCursor cursor = new CandidateCursor(plan, alone, List.of());
        cursor.next();
        return cursor.candidate();
    }

    Candidates candidates(Optional<Cut> cut, long steps) {
        return new Candidates(plan, found, completed, shown, cut, steps);
    }
}
