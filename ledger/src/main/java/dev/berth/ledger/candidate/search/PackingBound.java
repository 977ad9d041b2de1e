package dev.berth.ledger.candidate;

import java.util.BitSet;

/**
 * Counts whether the demands that are still open can all find a place, each kind of scarcity by itself: the places'
 * room in one class, or under isolation that a place serves one suffixed group only. "No" is certain; "yes" only means
 * that counting does not forbid it. For one thread and one question.
 */
final class Pigeonholes {
    private final Plan plan;
    private final Places places;
    private final Steps steps;

    /** How many demands each place can still bear. */
    private final long[] room;

    /** By need and place, how many demands are laid there. */
    private final int[][] laid;

    private Pigeonholes(Plan plan, Places places, Steps steps) {
        this.plan = plan;
        this.places = places;
        this.steps = steps;
        this.room = new long[places.size()];
        this.laid = new int[plan.needs().size()][places.size()];
    }

    /** Whether counting lets the demands from one on be met. */
    static boolean suffice(Plan plan, int from, Places places, Steps steps) {
        for (int slot = 0; slot < plan.slots(); slot++) {
            long least = leastAmount(plan, from, slot);
            if (least > 0) {
                Pigeonholes holes = new Pigeonholes(plan, places, steps);
                for (int index = 0; index < places.size(); index++) {
                    holes.room[index] = places.get(index).left[slot] / least;
                }
                for (int demand = from; demand < plan.demands().length; demand++) {
                    Need need = plan.demands()[demand];
                    if (need.amount(slot) > 0 && !holes.lay(need, new BitSet())) {
                        return false;
                    }
                }
            }
        }
        return !plan.isIsolated() || sufficeAlone(plan, from, places, steps);
    }

    private static boolean sufficeAlone(Plan plan, int from, Places places, Steps steps) {
        Pigeonholes holes = new Pigeonholes(plan, places, steps);
        for (int index = 0; index < places.size(); index++) {
            holes.room[index] = places.get(index).suffixedDemands == 0 ? 1 : 0;
        }
        for (int demand = Math.max(from, plan.unsuffixed()); demand < plan.demands().length; demand++) {
            if (!holes.lay(plan.demands()[demand], new BitSet())) {
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
    private boolean lay(Need need, BitSet tried) {
        int count = places.count(need);
        steps.make(count);
        for (int at = 0; at < count; at++) {
            int index = places.get(need, at).index;
            if (room[index] > 0) {
                room[index]--;
                laid[need.index()][index]++;
                return true;
            }
        }
        tried.set(need.index());
        for (int other = tried.nextClearBit(0); other < laid.length; other = tried.nextClearBit(other + 1)) {
            for (int at = 0; at < count; at++) {
                int index = places.get(need, at).index;
                if (laid[other][index] > 0) {
                    laid[other][index]--;
                    laid[need.index()][index]++;
                    if (lay(plan.needs().get(other), tried)) {
                        return true;
                    }
                    laid[other][index]++;
                    laid[need.index()][index]--;
                    // What the other need could not leave here, it can leave nowhere else.
                    break;
                }
            }
        }
        return false;
    }
}
