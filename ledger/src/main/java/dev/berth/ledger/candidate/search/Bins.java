package dev.berth.ledger.candidate;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.List;

/**
 * The places of one tree's search, and for each need those that meet it, in the order in which they are tried. Taken
 * for one tree after the other, so that most trees cost no objects. For one thread.
 */
final class Places {
    private final Plan plan;

    /** By number of the provider, its place; it is one of this tree's if it was taken for this tree. */
    private Place[] byProvider = new Place[8];

    private int tree;

    private Place[] all = new Place[8];
    private int size;
    private final Place[][] meeting;
    private final int[] counts;

    Places(Plan plan) {
        this.plan = plan;
        this.meeting = new Place[plan.needs().size()][4];
        this.counts = new int[meeting.length];
    }

    /** Takes the places of a tree that was found to be complete. */
    void take(Tree anchor, List<SharingProvider> outside, Meeting met, Shuffle shuffle) {
        tree++;
        size = 0;
        if (anchor.size() + outside.size() > byProvider.length) {
            byProvider = Arrays.copyOf(byProvider, 2 * (anchor.size() + outside.size()));
            all = Arrays.copyOf(all, byProvider.length);
        }
        for (int need = 0; need < meeting.length; need++) {
            int count = met.count(need);
            if (count > meeting[need].length) {
                meeting[need] = new Place[2 * count];
            }
            for (int at = 0; at < count; at++) {
                Place place = place(anchor, outside, met, met.provider(need, at));
                Marks.set(place.meets, need);
                meeting[need][at] = place;
            }
            counts[need] = count;
            shuffle.apply(meeting[need], count);
        }
    }

    private Place place(Tree anchor, List<SharingProvider> outside, Meeting met, int provider) {
        int number = provider >= 0 ? provider : anchor.size() + ~provider;
        Place place = byProvider[number];
        if (place == null) {
            place = new Place(plan);
            byProvider[number] = place;
        }
        if (place.takenFor != tree) {
            place.takenFor = tree;
            all[size] = place;
            if (provider >= 0) {
                place.become(anchor, provider, met.suitability());
            } else {
                place.become(outside.get(~provider), plan);
            }
            place.provider = number;
            place.index = size++;
        }
        return place;
    }

    /** How many places there are. */
    int size() {
        return size;
    }

    /** The place with an index. */
    Place get(int index) {
        return all[index];
    }

    /** How many places meet a need. */
    int count(Need need) {
        return counts[need.index()];
    }

    /** One of the places that meet a need. */
    Place get(Need need, int at) {
        return meeting[need.index()][at];
    }

    /** Whether every need is met by one place alone, so that there is one candidate at most. */
    boolean leaveNoChoice() {
        for (int count : counts) {
            if (count > 1) {
                return false;
            }
        }
        return true;
    }
}
