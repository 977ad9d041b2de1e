package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.Explanation.Demand;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.candidate.Explanation.Step;
import dev.berth.ledger.candidate.Explanation.Verdict;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Works out one {@link Explanation}. It looks at every provider of the region for every constraint, so its cost is the
 * region's size and not the answer's; where its budget ends it leaves the remaining trees out, and the search in each
 * tree has a small budget of its own. It judges by the constraints that the search judges by and knows none of its own.
 * For one thread.
 */
final class Explainer {
    private final RegionView view;
    private final Forest forest;
    private final Plan plan;
    private final Steps steps;
    private final TreeProbe probe;
    private final IfUnused ifUnused;
    private final NearMisses nearest;
    private final List<SharingProvider> sharing;
    private final boolean isAnythingShared;
    private final ImmutableList<TreeConstraint> treeConstraints;
    private final List<DeviceCount> deviceCounts = new ArrayList<>();

    /** For each demand and constraint, how many providers it and those before it leave over. */
    private final int[][] left;

    /** For each demand whether a provider lacks nothing but room that is reserved because its devices are dirty. */
    private final boolean[] isToBeCleaned;

    /**
     * For each constraint of trees how many it and those before it leave over, and how many have all of it together.
     */
    private final int[] treesLeft;

    private int providersLookedAt;
    private int treesLookedAt;

    /** Whether the search in some tree was given up. */
    private boolean isUnsure;

    private Explainer(RegionView view, Plan plan, Steps steps) {
        this.view = view;
        this.forest = view.forest();
        this.plan = plan;
        this.steps = steps;
        this.probe = new TreeProbe(view, plan, steps);
        this.ifUnused = new IfUnused(view, plan, steps);
        this.sharing = SharingProvider.of(view, plan);
        this.isAnythingShared = !forest.sharing().isEmpty();
        this.treeConstraints = TreeConstraint.of(view, plan);
        this.nearest = new NearMisses(view, plan, treeConstraints, steps);
        for (RequestGroup group : plan.request().groups()) {
            for (DeviceRequest request : group.devices()) {
                deviceCounts.add(new DeviceCount(view, group, request));
            }
        }
        this.isToBeCleaned = new boolean[plan.demands().length];
        this.left = new int[plan.demands().length][];
        for (int demand = 0; demand < left.length; demand++) {
            left[demand] = new int[plan.demands()[demand].constraints().size()];
        }
        this.treesLeft = new int[treeConstraints.size() + 1];
    }

    static Explanation explain(RegionView view, Plan plan, Steps steps) {
        return new Explainer(view, plan, steps).explanation();
    }

    /** What is to be told of a request that no provider of the region could ever meet. */
    static Explanation impossible(RegionView view, String why) {
        int trees = view.forest().trees();
        return new Explanation(
                Verdict.NEVER,
                0,
                0,
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(new Step(why, trees, 0)),
                ImmutableList.of());
    }

    private Explanation explanation() {
        for (int at = 0; at < forest.size() && !steps.areSpent(); at++) {
            look(at);
        }
        int found = treesLeft[treeConstraints.size()];
        ImmutableList.Builder<Demand> demands = ImmutableList.builder();
        for (int demand = 0; demand < left.length; demand++) {
            demands.add(demand(demand));
        }
        return new Explanation(
                verdict(found),
                found,
                forest.trees() - treesLookedAt,
                demands.build(),
                deviceCounts.stream().map(DeviceCount::devices).collect(ImmutableList.toImmutableList()),
                treeSteps(),
                nearest.misses());
    }

    private Verdict verdict(int found) {
        if (found > 0) {
            return Verdict.FOUND;
        }
        if (isUnsure || treesLookedAt < forest.trees()) {
            return Verdict.UNDECIDED;
        }
        return ifUnused.verdict();
    }

    private void look(int at) {
        Stand stand = forest.stand(at);
        long[] reach = SharingProvider.reach(sharing, stand);
        for (int bit = 0; bit < stand.size() && !steps.areSpent(); bit++) {
            Tree tree = stand.tree(bit);
            treesLookedAt++;
            providersLookedAt += tree.size();
            for (int demand = 0; demand < left.length; demand++) {
                countProviders(tree, demand);
            }
            boolean hasDevices = countDevices(tree);
            List<SharingProvider> outside = SharingProvider.reaching(sharing, reach, bit);
            TreeProbe.Found found = countTree(tree, outside);
            if (found != TreeProbe.Found.CANDIDATE) {
                isUnsure |= found == TreeProbe.Found.UNSURE;
                nearest.add(at, bit, outside, found);
                if (hasDevices) {
                    ifUnused.look(at, bit);
                }
            }
        }
    }

    /** A provider that shares is left as long as it could serve its own tree, or others. */
    private void countProviders(Tree tree, int demand) {
        ImmutableList<Constraint> all = plan.demands()[demand].constraints();
        for (int member = 0; member < tree.size(); member++) {
            boolean isLeft = true;
            boolean isLeftForOthers = isAnythingShared && Forest.shares(tree, member);
            int at = 0;
            for (; at < all.size(); at++) {
                isLeft = isLeft && all.get(at).holds(tree, member);
                isLeftForOthers = isLeftForOthers && all.get(at).holdsFromOutside(tree, member);
                if (!isLeft && !isLeftForOthers) {
                    isToBeCleaned[demand] |= couldGiveOnceClean(tree.id(member), all.get(at));
                    break;
                }
                left[demand][at]++;
            }
            steps.make(at + 1);
        }
    }

    /** Whether the provider could give it, were not all of it reserved as long as its devices are dirty. */
    private boolean couldGiveOnceClean(ProviderId provider, Constraint constraint) {
        if (!(constraint instanceof Constraint.CouldGive given)) {
            return false;
        }
        InventoryRecord inventory = view.existing(provider).inventories().get(given.name());
        return inventory != null
                && inventory.reserved() == inventory.total()
                && inventory.total() >= given.amount()
                && view.devices()
                        .stockOf(provider)
                        .filter(new Stock(provider, given.name())::equals)
                        .filter(view.devices()::areAllDirty)
                        .isPresent();
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
    private TreeProbe.Found countTree(Tree tree, List<SharingProvider> outside) {
        for (int at = 0; at < treeConstraints.size(); at++) {
            if (!treeConstraints.get(at).holds(tree, outside)) {
                return TreeProbe.Found.NOTHING;
            }
            treesLeft[at]++;
        }
        TreeProbe.Found found = probe.look(tree, outside);
        treesLeft[treeConstraints.size()] += found == TreeProbe.Found.CANDIDATE ? 1 : 0;
        return found;
    }

    private Demand demand(int demand) {
        ImmutableList.Builder<Step> steps = ImmutableList.builder();
        int before = providersLookedAt;
        Verdict verdict = Verdict.FOUND;
        Optional<ResourceClass> scarce = Optional.empty();
        for (int at = 0; at < left[demand].length; at++) {
            Constraint constraint = plan.demands()[demand].constraints().get(at);
            int after = left[demand][at];
            steps.add(new Step("providers that " + constraint.text(), before, after));
            if (after == 0 && verdict == Verdict.FOUND) {
                boolean isOnlyNow = constraint.reason() == Reason.NO_ROOM_NOW
                        || constraint.reason() == Reason.NEVER_FITS && isToBeCleaned[demand];
                verdict = isOnlyNow ? Verdict.NOT_NOW : Verdict.NEVER;
                scarce = constraint.resourceClass();
            }
            before = after;
        }
        return new Demand(plan.group(demand).suffix(), plan.parameter(demand), verdict, scarce, steps.build());
    }

    private ImmutableList<Step> treeSteps() {
        ImmutableList.Builder<Step> steps = ImmutableList.builder();
        int before = forest.trees();
        for (int at = 0; at < treeConstraints.size(); at++) {
            steps.add(new Step("trees " + treeConstraints.get(at).text(), before, treesLeft[at]));
            before = treesLeft[at];
        }
        steps.add(new Step("trees that can serve all of it together", before, treesLeft[treeConstraints.size()]));
        return steps.build();
    }
}
