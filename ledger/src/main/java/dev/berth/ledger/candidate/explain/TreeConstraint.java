package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.model.Drain;
import dev.berth.ledger.candidate.Explanation.Reason;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.OptionalInt;

/** One thing that is asked of a tree with what is shared with it, as the search asks it, and in words. */
interface TreeConstraint {
    /** What is lacking of a tree for which it does not hold. */
    Reason reason(Tree tree);

    /** What holds where it does, as the end of "trees ...". */
    String text();

    boolean holds(Tree tree, List<SharingProvider> outside);

    /** The same in words, as said of its root. */
    String lackOn(Tree tree);

    /**
     * The demand of which it is asked that some provider meets it: then it is lacking on a provider and not on the
     * tree.
     */
    default OptionalInt demand() {
        return OptionalInt.empty();
    }

    /**
     * The trait set of the unsuffixed group that it is about; then it may be lacking on a provider that has the
     * trait.
     */
    default OptionalInt traitSet() {
        return OptionalInt.empty();
    }

    /** All that is asked of a tree before all of it is asked together. */
    static ImmutableList<TreeConstraint> of(RegionView view, Plan plan) {
        ImmutableList.Builder<TreeConstraint> all = ImmutableList.builder();
        if (view.hasDrains()) {
            all.add(new IsNotDrained(view));
        }
        if (plan.rootRequired().length + plan.rootForbidden().length > 0) {
            all.add(new HasRoot(plan));
        }
        for (int demand = 0; demand < plan.demands().length; demand++) {
            all.add(new Serves(plan, demand));
        }
        for (RequestGroup group : plan.request().groups()) {
            for (DeviceRequest request : group.isSuffixed() ? List.<DeviceRequest>of() : group.devices()) {
                DeviceNeed.of(view, ImmutableList.of(request)).ifPresent(need -> all.add(new HasDevices(need)));
            }
        }
        for (int set = 0; set < plan.traitSets().length; set++) {
            all.add(new BringsTrait(plan, set));
        }
        return all.build();
    }

    /** It is not the tree of a drained host. */
    record IsNotDrained(RegionView view) implements TreeConstraint {
        @Override
        public Reason reason(Tree tree) {
            return Reason.DRAINED;
        }

        @Override
        public String text() {
            return "whose host is not drained";
        }

        @Override
        public boolean holds(Tree tree, List<SharingProvider> outside) {
            return view.drain(tree.root()).isEmpty();
        }

        @Override
        public String lackOn(Tree tree) {
            return "is drained: " + view.drain(tree.root()).map(Drain::reason).orElse("");
        }
    }

    /** Its root has the traits that are asked of one. */
    record HasRoot(Plan plan) implements TreeConstraint {
        @Override
        public Reason reason(Tree tree) {
            return Reason.MISSING_TRAIT;
        }

        @Override
        public String text() {
            return "whose root has the traits of root_required";
        }

        @Override
        public boolean holds(Tree tree, List<SharingProvider> outside) {
            return plan.acceptsRoot(tree);
        }

        @Override
        public String lackOn(Tree tree) {
            return "does not have the traits that root_required asks of a root";
        }
    }

    /** Some provider meets a demand. */
    record Serves(Plan plan, int at) implements TreeConstraint {
        @Override
        public Reason reason(Tree tree) {
            return Reason.NO_INVENTORY;
        }

        @Override
        public String text() {
            return "that can serve " + plan.parameter(at);
        }

        @Override
        public boolean holds(Tree tree, List<SharingProvider> outside) {
            return plan.demands()[at].isMetIn(tree, outside);
        }

        @Override
        public OptionalInt demand() {
            return OptionalInt.of(at);
        }

        @Override
        public String lackOn(Tree tree) {
            return "cannot serve " + plan.parameter(at);
        }
    }

    /** Its host has enough free devices for a request by itself. */
    record HasDevices(DeviceNeed need) implements TreeConstraint {
        @Override
        public Reason reason(Tree tree) {
            return need.couldBeMetOn(tree.root()) ? Reason.NO_ROOM_NOW : Reason.NEVER_FITS;
        }

        @Override
        public String text() {
            return "that have " + need.textOfFree();
        }

        @Override
        public boolean holds(Tree tree, List<SharingProvider> outside) {
            return need.mayBeMetOn(tree.root());
        }

        @Override
        public String lackOn(Tree tree) {
            return need.lackOn(tree.root());
        }
    }

    /** Some provider that can serve the unsuffixed group has a trait that the group must have among its providers. */
    record BringsTrait(Plan plan, int set) implements TreeConstraint {
        @Override
        public Reason reason(Tree tree) {
            return Reason.MISSING_TRAIT;
        }

        @Override
        public String text() {
            return "with a provider that can serve part of resources= and has trait " + trait();
        }

        @Override
        public boolean holds(Tree tree, List<SharingProvider> outside) {
            int[] any = plan.traitSets()[set];
            for (int member = 0; member < tree.size(); member++) {
                if (Need.hasAnyTrait(tree, member, any) && serves(tree, member)) {
                    return true;
                }
            }
            for (SharingProvider provider : outside) {
                if (Need.hasAnyTrait(provider.tree(), provider.member(), any) && serves(tree, provider)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public OptionalInt traitSet() {
            return OptionalInt.of(set);
        }

        private boolean serves(Tree tree, int member) {
            for (int demand = 0; demand < plan.unsuffixed(); demand++) {
                if (plan.demands()[demand].isMetBy(tree, member)) {
                    return true;
                }
            }
            return false;
        }

        private boolean serves(Tree anchor, SharingProvider provider) {
            for (int demand = 0; demand < plan.unsuffixed(); demand++) {
                if (plan.demands()[demand].isMetFor(anchor, provider)) {
                    return true;
                }
            }
            return false;
        }

        private String trait() {
            return Constraint.anyOf(plan.traitSetNames(set));
        }

        @Override
        public String lackOn(Tree tree) {
            return "has no provider with trait " + trait() + " that can serve part of resources=";
        }
    }
}
