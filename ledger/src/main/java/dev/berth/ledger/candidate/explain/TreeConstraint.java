package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.search.Constraint;
import dev.berth.ledger.candidate.search.DeviceNeed;
import dev.berth.ledger.candidate.search.Need;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.Reason;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One condition that a tree must meet together with what is shared with it: its rule and its words.
 *
 * @param reason what is lacking of a tree for which it does not hold
 * @param text what is true where it holds, as the end of "trees ..."
 * @param rule whether it holds
 * @param lack what a tree lacks for which it does not hold, as said of its root
 * @param demand the demand that some provider must meet, if it is about one: then it is lacking on a provider and not
 *     on the tree
 * @param traitSet the trait set of the unsuffixed group that it is about, if it is: it may be lacking on a provider
 *     that has the trait and cannot serve the group
 */
record TreeConstraint(
        Function<Tree, Reason> reason,
        String text,
        BiPredicate<Tree, List<SharingProvider>> rule,
        Function<Tree, String> lack,
        OptionalInt demand,
        OptionalInt traitSet) {
    private TreeConstraint(
            Function<Tree, Reason> reason,
            String text,
            BiPredicate<Tree, List<SharingProvider>> rule,
            Function<Tree, String> lack) {
        this(reason, text, rule, lack, OptionalInt.empty(), OptionalInt.empty());
    }

    boolean holds(Tree tree, List<SharingProvider> outside) {
        return rule.test(tree, outside);
    }

    /** All that is asked of a tree before all of it is asked together. */
    static ImmutableList<TreeConstraint> of(RegionView view, Plan plan) {
        ImmutableList.Builder<TreeConstraint> all = ImmutableList.builder();
        if (view.hasDrains()) {
            all.add(isNotDrained(view));
        }
        if (plan.rootRequired().length + plan.rootForbidden().length > 0) {
            all.add(hasRoot(plan));
        }
        for (int demand = 0; demand < plan.demands().size(); demand++) {
            all.add(serves(plan, demand));
        }
        for (RequestGroup group : plan.request().groups()) {
            for (DeviceRequest request : group.isSuffixed() ? List.<DeviceRequest>of() : group.devices()) {
                DeviceNeed.of(view, ImmutableList.of(request)).ifPresent(need -> all.add(hasDevices(need)));
            }
        }
        for (int set = 0; set < plan.traitSets().length; set++) {
            all.add(bringsTrait(plan, set));
        }
        return all.build();
    }

    private static TreeConstraint isNotDrained(RegionView view) {
        return new TreeConstraint(
                tree -> Reason.DRAINED,
                "whose host is not drained",
                (tree, outside) -> view.drain(tree.root()).isEmpty(),
                tree -> "is drained: "
                        + view.drain(tree.root()).map(Drain::reason).orElse(""));
    }

    private static TreeConstraint hasRoot(Plan plan) {
        return new TreeConstraint(
                tree -> tree.hasAllTraits(0, plan.rootRequired()) ? Reason.FORBIDDEN_TRAIT : Reason.MISSING_TRAIT,
                "whose root meets root_required",
                (tree, outside) -> plan.acceptsRoot(tree),
                tree -> lackOfRoot(plan, tree));
    }

    private static String lackOfRoot(Plan plan, Tree tree) {
        CandidateRequest request = plan.request();
        String missing = traits(request.rootRequired(), plan.rootRequired(), number -> !tree.hasTrait(0, number));
        String forbidden = traits(request.rootForbidden(), plan.rootForbidden(), number -> tree.hasTrait(0, number));
        List<String> lacks = new ArrayList<>();
        if (!missing.isEmpty()) {
            lacks.add("does not have trait " + missing + ", which root_required asks for");
        }
        if (!forbidden.isEmpty()) {
            lacks.add("has trait " + forbidden + ", which root_required forbids");
        }
        return String.join(", and ", lacks);
    }

    /** Those of some traits whose numbers meet a condition, in words. */
    private static String traits(ImmutableSortedSet<Trait> names, int[] numbers, IntPredicate condition) {
        return IntStream.range(0, numbers.length)
                .filter(at -> condition.test(numbers[at]))
                .mapToObj(at -> names.asList().get(at).toString())
                .collect(Collectors.joining(" and "));
    }

    /** Some provider meets a demand. */
    private static TreeConstraint serves(Plan plan, int demand) {
        String parameter = plan.demands().get(demand).parameter();
        return new TreeConstraint(
                tree -> Reason.NO_INVENTORY,
                "that can serve " + parameter,
                plan.needOf()[demand]::isMetIn,
                tree -> "cannot serve " + parameter,
                OptionalInt.of(demand),
                OptionalInt.empty());
    }

    /** The host has enough free devices for a request by itself. */
    private static TreeConstraint hasDevices(DeviceNeed need) {
        return new TreeConstraint(
                tree -> need.couldBeMetOn(tree.root()) ? Reason.NO_ROOM_NOW : Reason.NEVER_FITS,
                "that have " + need.textOfFree(),
                (tree, outside) -> need.mayBeMetOn(tree.root()),
                tree -> need.lackOn(tree.root()));
    }

    /** Some provider that can serve the unsuffixed group has a trait that the group must have among its providers. */
    private static TreeConstraint bringsTrait(Plan plan, int set) {
        ImmutableSortedSet<Trait> names = plan.demands().traitSets().get(set);
        int[] any = plan.traitSets()[set];
        List<Need> needs = List.of(plan.needOf()).subList(0, plan.demands().unsuffixed());
        return new TreeConstraint(
                tree -> Reason.MISSING_TRAIT,
                "with a provider that can serve part of resources= and has trait " + Constraint.anyOf(names),
                (tree, outside) -> hasServerWithTrait(tree, outside, needs, any),
                tree -> "has no provider with trait " + Constraint.anyOf(names) + " that can serve part of resources=",
                OptionalInt.empty(),
                OptionalInt.of(set));
    }

    private static boolean hasServerWithTrait(
            Tree tree, List<SharingProvider> outside, List<Need> needs, int[] anyTrait) {
        for (int at = 0; at < tree.size(); at++) {
            int member = at;
            if (tree.hasAnyTrait(member, anyTrait) && needs.stream().anyMatch(need -> need.isMetBy(tree, member))) {
                return true;
            }
        }
        for (SharingProvider provider : outside) {
            if (provider.tree().hasAnyTrait(provider.member(), anyTrait)
                    && needs.stream().anyMatch(need -> need.isMetFor(tree, provider))) {
                return true;
            }
        }
        return false;
    }
}
