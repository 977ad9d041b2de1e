package dev.berth.ledger.candidate.search;

import java.util.BitSet;

/**
 * An upper bound on how many open demands fit into the bins, for one scarce thing at a time: the room for one class, or
 * under isolation that a bin serves one suffixed group only. "No" is certain; "yes" only means that the bound does not
 * forbid it. Not thread-safe; for one question.
 */
final class PackingBound {
    private final Plan plan;
    private final Bins bins;
    private final StepCounter steps;

    /** How many more demands each bin can take. */
    private final long[] room;

    /** By need and bin, how many demands were put there. */
    private final int[][] placed;

    private PackingBound(Plan plan, Bins bins, StepCounter steps) {
        this.plan = plan;
        this.bins = bins;
        this.steps = steps;
        this.room = new long[bins.size()];
        this.placed = new int[plan.needs().size()][bins.size()];
    }

    /** Whether the bound lets the demands from one on be met. */
    static boolean allows(Plan plan, int from, Bins bins, StepCounter steps) {
        for (int slot = 0; slot < plan.slots(); slot++) {
            long least = leastAmount(plan, from, slot);
            if (least > 0) {
                PackingBound bound = new PackingBound(plan, bins, steps);
                for (int index = 0; index < bins.size(); index++) {
                    bound.room[index] = bins.get(index).left[slot] / least;
                }
                for (int demand = from; demand < plan.needOf().length; demand++) {
                    Need need = plan.needOf()[demand];
                    if (need.amount(slot) > 0 && !bound.put(need, new BitSet())) {
                        return false;
                    }
                }
            }
        }
        return !plan.isIsolated() || allowsIsolated(plan, from, bins, steps);
    }

    private static boolean allowsIsolated(Plan plan, int from, Bins bins, StepCounter steps) {
        PackingBound bound = new PackingBound(plan, bins, steps);
        for (int index = 0; index < bins.size(); index++) {
            bound.room[index] = bins.get(index).suffixedDemands == 0 ? 1 : 0;
        }
        for (int demand = Math.max(from, plan.demands().unsuffixed()); demand < plan.needOf().length; demand++) {
            if (!bound.put(plan.needOf()[demand], new BitSet())) {
                return false;
            }
        }
        return true;
    }

    private static long leastAmount(Plan plan, int from, int slot) {
        long least = 0;
        for (int demand = from; demand < plan.needOf().length; demand++) {
            long amount = plan.needOf()[demand].amount(slot);
            least = amount > 0 && (least == 0 || amount < least) ? amount : least;
        }
        return least;
    }

    /** Puts one more demand of a need into a bin, and moves others if that makes room: an augmenting path. */
    private boolean put(Need need, BitSet tried) {
        int count = bins.count(need);
        steps.add(count);
        for (int at = 0; at < count; at++) {
            int index = bins.get(need, at).index;
            if (room[index] > 0) {
                room[index]--;
                placed[need.index()][index]++;
                return true;
            }
        }
        tried.set(need.index());
        for (int other = tried.nextClearBit(0); other < placed.length; other = tried.nextClearBit(other + 1)) {
            for (int at = 0; at < count; at++) {
                int index = bins.get(need, at).index;
                if (placed[other][index] > 0) {
                    placed[other][index]--;
                    placed[need.index()][index]++;
                    if (put(plan.needs().get(other), tried)) {
                        return true;
                    }
                    placed[other][index]++;
                    placed[need.index()][index]--;
                    // A demand of the other need that finds no room without this bin finds none without another.
                    break;
                }
            }
        }
        return false;
    }
}
