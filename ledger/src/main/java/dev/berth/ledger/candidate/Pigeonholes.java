package dev.berth.ledger.candidate;

import java.util.BitSet;
import java.util.List;

/**
 * Counts whether the demands that are still open can all find a place, each kind of scarcity by itself: the places' room in one class,
 * or under isolation that a place serves one suffixed group only. "No" is certain; "yes" only means that counting does not forbid it.
 * For one thread and one question.
 */
final class Pigeonholes {
    private final Place[][] placesOf;
    private final Steps steps;

    /** How many demands each place can still bear. */
    private final long[] room;

    /** By need and place, how many demands are laid there. */
    private final int[][] laid;

    private Pigeonholes(Place[][] placesOf, int places, Steps steps) {
        this.placesOf = placesOf;
        this.steps = steps;
        this.room = new long[places];
        this.laid = new int[placesOf.length][places];
    }

    /**
     * Whether counting lets the demands from one on be met.
     *
     * @param placesOf for each need the places that meet it
     * @param places all of them, by their index
     */
    static boolean suffice(Plan plan, int from, Place[][] placesOf, List<Place> places, Steps steps) {
        for (int slot = 0; slot < plan.slots(); slot++) {
            long least = leastAmount(plan, from, slot);
            if (least > 0) {
                Pigeonholes holes = new Pigeonholes(placesOf, places.size(), steps);
                for (Place place : places) {
                    holes.room[place.index] = place.left[slot] / least;
                }
                for (int demand = from; demand < plan.demands().length; demand++) {
                    Need need = plan.demands()[demand];
                    if (need.amount(slot) > 0 && !holes.lay(need.index(), new BitSet())) {
                        return false;
                    }
                }
            }
        }
        return !plan.isIsolated() || sufficeAlone(plan, from, placesOf, places, steps);
    }

    private static boolean sufficeAlone(Plan plan, int from, Place[][] placesOf, List<Place> places, Steps steps) {
        Pigeonholes holes = new Pigeonholes(placesOf, places.size(), steps);
        for (Place place : places) {
            holes.room[place.index] = place.suffixedDemands == 0 ? 1 : 0;
        }
        for (int demand = Math.max(from, plan.unsuffixed()); demand < plan.demands().length; demand++) {
            if (!holes.lay(plan.demands()[demand].index(), new BitSet())) {
                return false;
            }
        }
        return true;
    }

    private static long leastAmount(Plan plan, int from, int slot) {
        long least = 0;
        for (int demand = from; demand < plan.demands().length; demand++) {
            long amount = plan.demands()[demand].amount(slot);
            least = amount > 0 && (least == 0 || amount < least) ? amount : least;
        }
        return least;
    }

    /** Lays one more demand of a need, moving others if that makes room: an augmenting path. */
    private boolean lay(int need, BitSet tried) {
        steps.make(placesOf[need].length);
        for (Place place : placesOf[need]) {
            if (room[place.index] > 0) {
                room[place.index]--;
                laid[need][place.index]++;
                return true;
            }
        }
        tried.set(need);
        for (int other = tried.nextClearBit(0); other < placesOf.length; other = tried.nextClearBit(other + 1)) {
            for (Place place : placesOf[need]) {
                if (laid[other][place.index] > 0) {
                    laid[other][place.index]--;
                    laid[need][place.index]++;
                    if (lay(other, tried)) {
                        return true;
                    }
                    laid[other][place.index]++;
                    laid[need][place.index]--;
                    // What the other need could not leave here, it can leave nowhere else.
                    break;
                }
            }
        }
        return false;
    }
}
