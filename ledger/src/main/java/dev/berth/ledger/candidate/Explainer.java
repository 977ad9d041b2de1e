package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionView;
import dev.berth.ledger.candidate.Explanation.Demand;
import dev.berth.ledger.candidate.Explanation.Lack;
import dev.berth.ledger.candidate.Explanation.Miss;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.candidate.Explanation.Step;
import dev.berth.ledger.candidate.Explanation.Verdict;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Stand;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Works out one {@link Explanation}. It looks at every provider of the region for every constraint, so its cost is the region's size
 * and not the answer's; where its budget ends it leaves the remaining trees out, and the search in each tree has a small budget of its
 * own. For one thread.
 */
final class Explainer {
    private static final int NEAREST = 5;
    private static final long STEPS_IN_A_TREE = 20_000;

    private final RegionView view;
    private final Forest forest;
    private final Plan plan;
    private final Steps steps;
    private final DeviceOffers offers;
    private final TreeSearch search;
    private final List<SharingProvider> sharing;
    private final List<SharingProvider> sharingIfUnused;
    private final List<List<Constraint>> constraints = new ArrayList<>();

    /** For each demand and constraint, how many providers it and those before it leave over. */
    private final int[][] left;

    /** How many trees are left by the root's traits, each demand, each trait set of the unsuffixed group, and all together. */
    private final int[] treesLeft;

    private int providersLookedAt;
    private int treesLookedAt;
    private boolean wouldBeFoundIfUnused;

    /** Whether the search in some tree was given up, as it is and as if nothing were used. */
    private boolean isUnsure;

    private boolean isUnsureIfUnused;

    private final List<Ranked> nearest = new ArrayList<>();

    /** A miss with how grave it is. */
    private record Ranked(int gravity, Tree tree, List<Lack> lacks) {}

    /** What a search in one tree comes to. */
    private enum Found {
        CANDIDATE,
        NOTHING,
        UNSURE
    }

    private Explainer(RegionView view, Plan plan, Steps steps) {
        this.view = view;
        this.forest = view.forest();
        this.plan = plan;
        this.steps = steps;
        this.offers = new DeviceOffers(view, plan.request(), steps);
        this.search = new TreeSearch(plan, new Meeting(new Suitabilities(plan)), new Shuffle(OptionalLong.empty()));
        this.sharing = SharingProvider.of(forest.sharing(), plan);
        this.sharingIfUnused =
                SharingProvider.of(forest.sharing().stream().map(Tree::unused).toList(), plan);
        for (int demand = 0; demand < plan.demands().length; demand++) {
            constraints.add(Constraint.of(group(demand), resources(demand), plan.demands()[demand], forest.symbols()));
        }
        this.left = constraints.stream().map(each -> new int[each.size()]).toArray(int[][]::new);
        this.treesLeft = new int[plan.demands().length + plan.traitSets().length + 2];
    }

    static Explanation explain(RegionView view, Plan plan, Steps steps) {
        return new Explainer(view, plan, steps).explanation();
    }

    /** What is to be told of a request that no provider of the region could ever meet. */
    static Explanation impossible(RegionView view, String why) {
        int trees = view.forest().trees();
        return new Explanation(
                Verdict.NEVER, 0, 0, ImmutableList.of(), ImmutableList.of(new Step(why, trees, 0)), ImmutableList.of());
    }

    private RequestGroup group(int demand) {
        return plan.request().groups().get(plan.groupOf()[demand]);
    }

    private Map<ResourceClass, Long> resources(int demand) {
        if (demand >= plan.unsuffixed()) {
            return group(demand).resources();
        }
        Map.Entry<ResourceClass, Long> amount =
                group(demand).resources().entrySet().asList().get(demand);
        return ImmutableSortedMap.of(amount.getKey(), amount.getValue());
    }

    private Explanation explanation() {
        for (int at = 0; at < forest.size() && !steps.areSpent(); at++) {
            look(forest.stand(at));
        }
        int found = treesLeft[treesLeft.length - 1];
        ImmutableList.Builder<Demand> demands = ImmutableList.builder();
        for (int demand = 0; demand < constraints.size(); demand++) {
            demands.add(demand(demand));
        }
        return new Explanation(
                verdict(found),
                found,
                forest.trees() - treesLookedAt,
                demands.build(),
                treeSteps(),
                nearest.stream()
                        .map(ranked -> new Miss(
                                ranked.tree().root(), name(ranked.tree().root()), ImmutableList.copyOf(ranked.lacks())))
                        .collect(ImmutableList.toImmutableList()));
    }

    private Verdict verdict(int found) {
        if (found > 0) {
            return Verdict.FOUND;
        }
        if (isUnsure || treesLookedAt < forest.trees()) {
            return Verdict.UNDECIDED;
        }
        if (wouldBeFoundIfUnused) {
            return Verdict.NOT_NOW;
        }
        // Devices that are held are in no pool, so what there would be without their holders is not known.
        return isUnsureIfUnused || offers.areAsked() ? Verdict.UNDECIDED : Verdict.NEVER;
    }

    private void look(Stand stand) {
        long[] reach = SharingProvider.reach(sharing, stand);
        long[] reachIfUnused = SharingProvider.reach(sharingIfUnused, stand);
        for (int bit = 0; bit < stand.size() && !steps.areSpent(); bit++) {
            Tree tree = stand.tree(bit);
            treesLookedAt++;
            providersLookedAt += tree.size();
            for (int demand = 0; demand < constraints.size(); demand++) {
                countProviders(tree, demand);
            }
            List<SharingProvider> outside = SharingProvider.reaching(sharing, reach, bit);
            if (!countTree(tree, outside)) {
                rank(tree, outside);
                if (!wouldBeFoundIfUnused && plan.acceptsRoot(tree)) {
                    Found ifUnused = find(tree.unused(), SharingProvider.reaching(sharingIfUnused, reachIfUnused, bit));
                    wouldBeFoundIfUnused = ifUnused == Found.CANDIDATE;
                    isUnsureIfUnused |= ifUnused == Found.UNSURE;
                }
            }
        }
    }

    private void countProviders(Tree tree, int demand) {
        List<Constraint> all = constraints.get(demand);
        for (int member = 0; member < tree.size(); member++) {
            int at = 0;
            for (; at < all.size() && all.get(at).holds(tree, member); at++) {
                left[demand][at]++;
            }
            steps.make(at + 1);
        }
    }

    /** Counts the tree as far as it meets what is asked of a tree; false if it has no candidate. */
    private boolean countTree(Tree tree, List<SharingProvider> outside) {
        if (!plan.acceptsRoot(tree)) {
            return false;
        }
        treesLeft[0]++;
        for (int demand = 0; demand < plan.demands().length; demand++) {
            if (!plan.demands()[demand].isMetIn(tree, outside)) {
                return false;
            }
            treesLeft[demand + 1]++;
        }
        for (int set = 0; set < plan.traitSets().length; set++) {
            if (!hasTrait(plan.traitSets()[set], tree, outside)) {
                return false;
            }
            treesLeft[plan.demands().length + set + 1]++;
        }
        Found found = find(tree, outside);
        isUnsure |= found == Found.UNSURE;
        treesLeft[treesLeft.length - 1] += found == Found.CANDIDATE ? 1 : 0;
        return found == Found.CANDIDATE;
    }

    private static boolean hasTrait(int[] any, Tree tree, List<SharingProvider> outside) {
        for (int member = 0; member < tree.size(); member++) {
            if (Need.hasAnyTrait(tree, member, any)) {
                return true;
            }
        }
        return outside.stream().anyMatch(provider -> Need.hasAnyTrait(provider.tree(), provider.member(), any));
    }

    private Found find(Tree tree, List<SharingProvider> outside) {
        Steps inTree = new Steps(Math.min(STEPS_IN_A_TREE, steps.left()));
        boolean isFound = search.begin(tree, outside, inTree) && offers.mayBeOn(tree) && search.advance();
        steps.make(inTree.made());
        return isFound ? Found.CANDIDATE : inTree.areSpent() ? Found.UNSURE : Found.NOTHING;
    }

    private void rank(Tree tree, List<SharingProvider> outside) {
        List<Lack> lacks = new ArrayList<>();
        int gravity = 0;
        if (!plan.acceptsRoot(tree)) {
            lacks.add(lack(
                    Reason.MISSING_TRAIT, "", tree, 0, "does not have the traits that root_required asks of a root"));
            gravity += Reason.MISSING_TRAIT.gravity;
        }
        for (int demand = 0; demand < plan.demands().length; demand++) {
            if (!plan.demands()[demand].isMetIn(tree, outside)) {
                gravity += addNearest(lacks, tree, demand);
            }
        }
        for (int set = 0; set < plan.traitSets().length; set++) {
            if (!hasTrait(plan.traitSets()[set], tree, outside)) {
                lacks.add(lack(Reason.MISSING_TRAIT, "", tree, 0, "has no provider with trait " + traits(set)));
                gravity += Reason.MISSING_TRAIT.gravity;
            }
        }
        if (lacks.isEmpty()) {
            lacks.add(lack(Reason.NOT_TOGETHER, "", tree, 0, "can serve each group, but not all of them together"));
            gravity = Reason.NOT_TOGETHER.gravity;
        }
        if (nearest.size() < NEAREST || gravity < nearest.get(NEAREST - 1).gravity()) {
            nearest.add(new Ranked(gravity, tree, lacks));
            nearest.sort(Comparator.comparingInt(Ranked::gravity));
            nearest.subList(Math.min(NEAREST, nearest.size()), nearest.size()).clear();
        }
    }

    /** Adds what the demand lacks on the member that is nearest to meeting it, and tells how grave that is. */
    private int addNearest(List<Lack> lacks, Tree tree, int demand) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int member = 0; member < tree.size(); member++) {
            int gravity = 0;
            steps.make(constraints.get(demand).size());
            for (Constraint constraint : constraints.get(demand)) {
                gravity += constraint.holds(tree, member) ? 0 : constraint.reason().gravity;
            }
            if (gravity < least) {
                best = member;
                least = gravity;
            }
        }
        boolean hasInventory = true;
        for (Constraint constraint : constraints.get(demand)) {
            // What else a provider lacks of which there is nothing to be had is of no interest.
            if (!constraint.holds(tree, best) && (hasInventory || constraint.reason() == Reason.NO_INVENTORY)) {
                lacks.add(lack(constraint.reason(), group(demand).suffix(), tree, best, constraint.lackOn(tree, best)));
                hasInventory &= constraint.reason() != Reason.NO_INVENTORY;
            }
        }
        return least;
    }

    private Lack lack(Reason reason, String suffix, Tree tree, int member, String text) {
        return new Lack(reason, suffix, tree.id(member), name(tree.id(member)), text);
    }

    private String name(ProviderId id) {
        return view.provider(id).map(Provider::name).orElse("");
    }

    private Demand demand(int demand) {
        ImmutableList.Builder<Step> steps = ImmutableList.builder();
        int before = providersLookedAt;
        Verdict verdict = Verdict.FOUND;
        Optional<ResourceClass> scarce = Optional.empty();
        for (int at = 0; at < left[demand].length; at++) {
            Constraint constraint = constraints.get(demand).get(at);
            int after = left[demand][at];
            steps.add(new Step("providers that " + constraint.text(), before, after));
            if (after == 0 && verdict == Verdict.FOUND) {
                verdict = constraint.reason() == Reason.NO_ROOM_NOW ? Verdict.NOT_NOW : Verdict.NEVER;
                scarce = constraint.resourceClass();
            }
            before = after;
        }
        return new Demand(group(demand).suffix(), parameter(demand), verdict, scarce, steps.build());
    }

    private String parameter(int demand) {
        return "resources" + group(demand).suffix() + "="
                + resources(demand).entrySet().stream()
                        .map(amount -> amount.getKey() + ":" + amount.getValue())
                        .collect(Collectors.joining(","));
    }

    private String traits(int set) {
        return Constraint.anyOf(group(0).requiredTraits().get(set));
    }

    private ImmutableList<Step> treeSteps() {
        ImmutableList.Builder<Step> steps = ImmutableList.builder();
        int before = forest.trees();
        if (plan.rootRequired().length + plan.rootForbidden().length > 0) {
            steps.add(new Step("trees whose root has the traits of root_required", before, treesLeft[0]));
            before = treesLeft[0];
        }
        for (int demand = 0; demand < plan.demands().length; demand++) {
            steps.add(new Step("trees that can serve " + parameter(demand), before, treesLeft[demand + 1]));
            before = treesLeft[demand + 1];
        }
        for (int set = 0; set < plan.traitSets().length; set++) {
            int after = treesLeft[plan.demands().length + set + 1];
            steps.add(new Step("trees with a provider that has trait " + traits(set), before, after));
            before = after;
        }
        steps.add(new Step("trees that can serve all of it together", before, treesLeft[treesLeft.length - 1]));
        return steps.build();
    }
}
