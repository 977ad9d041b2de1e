package dev.berth.ledger.candidate.search;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The bins of one tree's search, and for each need those that meet it, in the order in which they are tried. Filled for
 * one tree after the other, so that most trees cost no objects. Not thread-safe.
 */
final class Bins {
    private final Plan plan;

    /** By member, and after the last member by position in the list of what is shared; some are of earlier trees. */
    private Bin[] byProvider = new Bin[8];

    private int trees;
    private Bin[] all = new Bin[8];
    private int size;
    private final Bin[][] byNeed;
    private final int[] counts;

    Bins(Plan plan) {
        this.plan = plan;
        this.byNeed = new Bin[plan.needs().size()][4];
        this.counts = new int[byNeed.length];
    }

    /** Takes the providers of a tree in which each need is met. */
    void fill(
            Tree anchor,
            List<SharingProvider> outside,
            NeedMatches matches,
            Shuffle shuffle,
            Optional<TreeRanking> ranking) {
        trees++;
        size = 0;
        if (anchor.size() + outside.size() > byProvider.length) {
            byProvider = Arrays.copyOf(byProvider, 2 * (anchor.size() + outside.size()));
            all = Arrays.copyOf(all, byProvider.length);
        }
        for (int need = 0; need < byNeed.length; need++) {
            int count = matches.count(need);
            if (count > byNeed[need].length) {
                byNeed[need] = new Bin[2 * count];
            }
            for (int at = 0; at < count; at++) {
                Bin bin = bin(anchor, outside, matches, matches.provider(need, at));
                Bits.set(bin.meets, need);
                byNeed[need][at] = bin;
            }
            counts[need] = count;
            shuffle.apply(byNeed[need], count);
            if (ranking.isPresent()) {
                ranking.get().arrange(plan.needs().get(need), byNeed[need], count);
            }
        }
    }

    private Bin bin(Tree anchor, List<SharingProvider> outside, NeedMatches matches, int provider) {
        int number = provider >= 0 ? provider : anchor.size() + ~provider;
        Bin bin = byProvider[number];
        if (bin == null) {
            bin = new Bin(plan);
            byProvider[number] = bin;
        }
        if (bin.filledFor != trees) {
            bin.filledFor = trees;
            if (provider >= 0) {
                bin.become(anchor, provider, matches.onStructure());
            } else {
                bin.become(outside.get(~provider), plan);
            }
            bin.index = size;
            all[size++] = bin;
        }
        return bin;
    }

    int size() {
        return size;
    }

    Bin get(int index) {
        return all[index];
    }

    int count(Need need) {
        return counts[need.index()];
    }

    Bin get(Need need, int at) {
        return byNeed[need.index()][at];
    }

    /** Whether every need is met by one bin alone, so that there is one candidate at most. */
    boolean leaveNoChoice() {
        for (int count : counts) {
            if (count > 1) {
                return false;
            }
        }
        return true;
    }
}
