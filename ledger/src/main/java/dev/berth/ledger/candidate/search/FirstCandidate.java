package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The first candidate of one tree, as the API orders them, and how often it stays the first while it is claimed again
 * and again. Not thread-safe.
 *
 * <p>Claims only make less free, so what came before a candidate in the order and did not fit will not fit later: the
 * candidate stays the first until it does not fit itself. A shuffle depends on how many providers meet each need, so
 * with one it is only sure to stay the first until one of its own providers meets a need no more.
 */
public final class FirstCandidate {
    private final Plan plan;
    private final StepCounter steps;
    private final TreeSearch search;

    /**
     * What a candidate takes from one row of a tree.
     *
     * @param amount how much each time
     */
    public record Taking(Tree tree, int member, int row, long amount) {}

    /**
     * What a candidate takes, and how often at least it can be claimed before another is the first.
     *
     * @param takings empty only if the request asks for nothing
     * @param times 1 or more
     */
    public record Repeated(ImmutableList<Taking> takings, long times) {}

    public FirstCandidate(Plan plan, StepCounter steps) {
        this.plan = plan;
        this.steps = steps;
        this.search = new TreeSearch(plan, new Shuffle(plan.request().shuffleSeed()));
    }

    /** Whether the tree has a candidate by its amounts; PCI devices are not looked at. */
    public boolean isIn(Tree anchor, List<SharingProvider> outside) {
        return search.begin(anchor, outside, steps) && search.advance();
    }

    /**
     * The first candidate of a tree where amounts alone decide: the request asks for no devices, nor for classes whose
     * units are devices. Empty if there is none, or if the steps are spent.
     */
    public Optional<Repeated> in(Tree anchor, List<SharingProvider> outside) {
        if (!isIn(anchor, outside)) {
            return Optional.empty();
        }
        ImmutableList.Builder<Taking> takings = ImmutableList.builder();
        long times = Long.MAX_VALUE;
        Bin[] chosen = search.chosen();
        long[] sums = new long[plan.slots()];
        for (int demand = 0; demand < chosen.length; demand++) {
            Bin bin = chosen[demand];
            if (bin.firstDemand == demand) {
                sum(bin, chosen, sums);
                times = Math.min(times, repeats(bin, sums, takings));
            }
        }
        return Optional.of(new Repeated(takings.build(), times));
    }

    /** All that the candidate takes from a provider, by slot. */
    private void sum(Bin bin, Bin[] chosen, long[] sums) {
        Arrays.fill(sums, 0);
        for (int demand = 0; demand < chosen.length; demand++) {
            if (chosen[demand] == bin) {
                Need need = plan.needOf()[demand];
                for (int at = 0; at < need.slots().length; at++) {
                    sums[need.slots()[at]] += need.amounts()[at];
                }
            }
        }
    }

    /** How often the provider can give that; it adds what it gives each time. */
    private long repeats(Bin bin, long[] sums, ImmutableList.Builder<Taking> takings) {
        boolean isShuffled = plan.request().shuffleSeed().isPresent();
        long times = Long.MAX_VALUE;
        for (int slot = 0; slot < sums.length; slot++) {
            if (sums[slot] > 0) {
                int row = bin.tree.row(bin.member, plan.classNumbers()[slot]);
                takings.add(new Taking(bin.tree, bin.member, row, sums[slot]));
                long free = bin.tree.free(row);
                times = Math.min(times, free / sums[slot]);
                for (Need need : isShuffled ? plan.needs() : ImmutableList.<Need>of()) {
                    if (Bits.has(bin.meets, need.index()) && need.amount(slot) > 0) {
                        times = Math.min(times, 1 + (free - need.amount(slot)) / sums[slot]);
                    }
                }
            }
        }
        return times;
    }

    /**
     * The first candidate of a tree of a view that a claim is granted, with its devices: each is decided as a claim.
     * Empty if there is none, or if the steps are spent.
     *
     * @param view the one that the plan was made for
     */
    public Optional<Candidate> granted(RegionView view, Tree anchor, List<SharingProvider> outside) {
        DeviceOffers offers = new DeviceOffers(view, plan, steps);
        if (!search.begin(anchor, outside, steps) || !offers.mayFitOn(anchor)) {
            return Optional.empty();
        }
        CandidateCollector collector = new CandidateCollector(plan, offers, 1);
        return collector.addNext(search)
                ? Optional.of(collector
                        .candidates(Optional.empty(), steps.made())
                        .candidates()
                        .get(0))
                : Optional.empty();
    }
}
