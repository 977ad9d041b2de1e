package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.SearchBudget;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.candidate.search.TreeProbe;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;

/**
 * Works out why a request has the candidates that it has. It asks every provider of the region every constraint of the
 * search, so the cost is in proportion to the region and not to the answer. Where its budget ends it leaves the
 * remaining trees out, and the search in each tree has a small budget of its own. Any thread may call it.
 */
public final class Explainer {
    private final RegionView view;
    private final Forest forest;
    private final Plan plan;
    private final StepCounter steps;
    private final TreeProbe probe;
    private final UnusedCheck unusedCheck;
    private final NearMisses nearest;
    private final List<SharingProvider> sharing;
    private final ImmutableList<TreeConstraint> treeConstraints;
    private final List<DemandCount> demandCounts = new ArrayList<>();
    private final List<DeviceCount> deviceCounts = new ArrayList<>();

    /** By constraint of trees, how many trees are left after it, and at the end how many have a candidate. */
    private final int[] treesLeft;

    private int treesLookedAt;

    /** Whether the search in some tree was given up. */
    private boolean isUnsure;

    private Explainer(RegionView view, Plan plan, StepCounter steps) {
        this.view = view;
        this.forest = view.forest();
        this.plan = plan;
        this.steps = steps;
        this.probe = new TreeProbe(view, plan, steps);
        this.unusedCheck = new UnusedCheck(view, plan, steps);
        this.sharing = SharingProvider.of(view, plan);
        this.treeConstraints = TreeConstraint.of(view, plan);
        this.nearest = new NearMisses(view, plan, treeConstraints, steps);
        for (RequestGroup group : plan.request().groups()) {
            for (DeviceRequest request : group.devices()) {
                deviceCounts.add(new DeviceCount(view, group, request));
            }
        }
        for (int demand = 0; demand < plan.demands().size(); demand++) {
            demandCounts.add(new DemandCount(view, plan, demand));
        }
        this.treesLeft = new int[treeConstraints.size() + 1];
    }

    /** The explanation of a request, within the budget for explanations. */
    public static Explanation explain(RegionView view, CandidateRequest request) {
        return explain(view, request, SearchBudget.EXPLANATION);
    }

    public static Explanation explain(RegionView view, CandidateRequest request, SearchBudget budget) {
        String nothingServes =
                "trees: in_tree names an unknown provider, or a group without resources names no trait and"
                        + " no aggregate";
        return Plan.of(view, request)
                .map(plan -> new Explainer(view, plan, new StepCounter(budget.steps())).explanation())
                .orElseGet(() -> impossible(view, nothingServes));
    }

    /**
     * The explanation of a request that no tree can serve for a reason outside of the search.
     *
     * @param why what none of the trees is, as the end of a line that begins with their number
     */
    public static Explanation impossible(RegionView view, String why) {
        int trees = view.forest().trees();
        return new Explanation(
                Verdict.NEVER,
                0,
                0,
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(new Line(why, trees, 0)),
                ImmutableList.of());
    }

    private Explanation explanation() {
        for (int at = 0; at < forest.blocks() && !steps.isSpent(); at++) {
            look(forest.block(at));
        }
        int treesWithCandidates = treesLeft[treeConstraints.size()];
        return new Explanation(
                verdict(treesWithCandidates),
                treesWithCandidates,
                forest.trees() - treesLookedAt,
                demandCounts.stream().map(DemandCount::demand).collect(ImmutableList.toImmutableList()),
                deviceCounts.stream().map(DeviceCount::devices).collect(ImmutableList.toImmutableList()),
                treeLines(),
                nearest.misses());
    }

    private Verdict verdict(int treesWithCandidates) {
        if (treesWithCandidates > 0) {
            return Verdict.FOUND;
        }
        if (isUnsure || treesLookedAt < forest.trees()) {
            return Verdict.UNDECIDED;
        }
        return unusedCheck.verdict();
    }

    private void look(TreeBlock block) {
        long[] reach = SharingProvider.reach(sharing, block);
        for (int bit = 0; bit < block.size() && !steps.isSpent(); bit++) {
            Tree tree = block.tree(bit);
            treesLookedAt++;
            demandCounts.forEach(count -> count.add(tree, steps));
            boolean hasDevices = countDevices(tree);
            List<SharingProvider> outside = SharingProvider.reaching(sharing, reach, bit);
            TreeProbe.Finding finding = countTree(tree, outside);
            if (finding != TreeProbe.Finding.CANDIDATE) {
                isUnsure |= finding == TreeProbe.Finding.UNSURE;
                nearest.add(tree, outside, finding);
                if (hasDevices) {
                    unusedCheck.look(tree);
                }
            }
        }
    }

    /** Counts the host's devices; false if it has too few for some request, even if nobody held any. */
    private boolean countDevices(Tree tree) {
        boolean isEnough = true;
        for (DeviceCount count : deviceCounts) {
            isEnough &= count.add(tree.root(), steps);
        }
        return isEnough;
    }

    /** Counts the tree as far as it meets what is asked of a tree. */
    private TreeProbe.Finding countTree(Tree tree, List<SharingProvider> outside) {
        for (int at = 0; at < treeConstraints.size(); at++) {
            if (!treeConstraints.get(at).holds(tree, outside)) {
                return TreeProbe.Finding.NOTHING;
            }
            treesLeft[at]++;
        }
        TreeProbe.Finding finding = probe.look(tree, outside);
        treesLeft[treeConstraints.size()] += finding == TreeProbe.Finding.CANDIDATE ? 1 : 0;
        return finding;
    }

    private ImmutableList<Line> treeLines() {
        ImmutableList.Builder<Line> lines = ImmutableList.builder();
        int before = forest.trees();
        for (int at = 0; at < treeConstraints.size(); at++) {
            lines.add(new Line("trees " + treeConstraints.get(at).text(), before, treesLeft[at]));
            before = treesLeft[at];
        }
        lines.add(new Line("trees that can serve all of it together", before, treesLeft[treeConstraints.size()]));
        return lines.build();
    }
}
