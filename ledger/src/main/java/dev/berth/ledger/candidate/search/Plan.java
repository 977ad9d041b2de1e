package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.Demands;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;

/**
 * A request in the numbers of one forest, made ready to be searched for. {@link PlanCompiler} makes it.
 *
 * @param needs what is asked for, each once
 * @param needOf the need of each demand
 * @param classNumbers numbers of the request's classes, by slot
 * @param traitSets numbers of what the providers of the unsuffixed group must have together
 * @param subtrees the demands of each same_subtree
 */
public record Plan(
        Demands demands,
        ImmutableList<Need> needs,
        Need[] needOf,
        int[] classNumbers,
        int[][] traitSets,
        int[] rootRequired,
        int[] rootForbidden,
        int[][] subtrees) {
    /** The plan, or empty if the request asks for what no provider of this view could ever be, whatever is free. */
    public static Optional<Plan> of(RegionView view, CandidateRequest request) {
        return new PlanCompiler(view, request).compile();
    }

    public CandidateRequest request() {
        return demands.request();
    }

    /** How many classes the request names. */
    int slots() {
        return classNumbers.length;
    }

    boolean isIsolated() {
        return request().policy() == GroupPolicy.ISOLATE;
    }

    boolean isBlind() {
        return request().nesting() == Nesting.BLIND;
    }

    /** Whether nothing is asked for but amounts of the unsuffixed group. */
    boolean isAllUnsuffixed() {
        return demands.unsuffixed() == needOf.length && needOf.length > 0;
    }

    public boolean asksForDevices() {
        return request().groups().stream().anyMatch(group -> !group.devices().isEmpty());
    }

    /**
     * Whether several classes are asked for whose units are devices: what is free of each may not be free together, as
     * a PF and its VFs are not.
     */
    public boolean mayDevicesClash(RegionView view) {
        return !view.devices().isEmpty()
                && request().groups().stream()
                                .flatMap(group -> group.resources().keySet().stream())
                                .filter(view.devices()::areCountedAs)
                                .count()
                        > 1;
    }

    /** Whether the tree's root has the traits that a root must have, and none that it must not have. */
    public boolean acceptsRoot(Tree tree) {
        return tree.hasAllTraits(0, rootRequired) && !tree.hasAnyTrait(0, rootForbidden);
    }

    /**
     * The trees of a block that might anchor a candidate; no tree that does is left out.
     *
     * @param reach with which of the trees each of the sharing providers shares
     */
    long filter(TreeBlock block, List<SharingProvider> sharing, long[] reach, StepCounter steps) {
        steps.add(needs.size());
        long trees = block.all();
        long sharedWithUnsuffixed = 0;
        for (Need need : needs) {
            long shared = 0;
            for (int at = 0; at < reach.length; at++) {
                shared |= sharing.get(at).meets(need) ? reach[at] : 0;
            }
            trees &= need.filter(block) | shared;
            sharedWithUnsuffixed |= need.isSuffixed() ? 0 : shared;
            if (trees == 0) {
                return 0;
            }
        }
        for (int[] traits : traitSets) {
            trees &= block.withAnyTrait(traits) | sharedWithUnsuffixed;
        }
        return trees;
    }

    /** The trait sets of the unsuffixed group of which a provider has a trait, as {@link Bits}. */
    long[] traitSetsOf(Tree tree, int member) {
        long[] bits = Bits.below(traitSets.length);
        for (int set = 0; set < traitSets.length; set++) {
            if (tree.hasAnyTrait(member, traitSets[set])) {
                Bits.set(bits, set);
            }
        }
        return bits;
    }
}
