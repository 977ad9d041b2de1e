package dev.berth.ledger.candidate.explain;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import dev.berth.ledger.candidate.search.Constraint;
import dev.berth.ledger.candidate.search.Need;
import dev.berth.ledger.candidate.search.Plan;
import dev.berth.ledger.candidate.search.Reason;
import dev.berth.ledger.candidate.search.SharingProvider;
import dev.berth.ledger.candidate.search.StepCounter;
import dev.berth.ledger.candidate.search.TreeProbe;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.resource.pci.OutOfService;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The trees without a candidate that come nearest to one, and what they lack. Not thread-safe. */
final class NearMisses {
    private static final int MOST = 5;

    private final RegionView view;
    private final Plan plan;
    private final ProviderNames names;
    private final ImmutableList<TreeConstraint> constraints;
    private final StepCounter steps;

    private final List<Ranked> nearest = new ArrayList<>();

    /** A tree, with the distance of all that it lacks. */
    private record Ranked(int distance, Tree tree, List<SharingProvider> outside, TreeProbe.Finding finding) {}

    /** A member of a tree, with the distance of all that it lacks of a demand. */
    private record Near(int member, int demand, int distance) {}

    NearMisses(RegionView view, Plan plan, ImmutableList<TreeConstraint> constraints, StepCounter steps) {
        this.view = view;
        this.plan = plan;
        this.names = new ProviderNames(view);
        this.constraints = constraints;
        this.steps = steps;
    }

    /** Takes a tree in which no candidate was found, if it is among the nearest. */
    void add(Tree tree, List<SharingProvider> outside, TreeProbe.Finding finding) {
        int distance = distance(tree, outside);
        if (nearest.size() < MOST || distance < nearest.get(MOST - 1).distance()) {
            nearest.add(new Ranked(distance, tree, outside, finding));
            nearest.sort(Comparator.comparingInt(Ranked::distance));
            nearest.subList(Math.min(MOST, nearest.size()), nearest.size()).clear();
        }
    }

    private int distance(Tree tree, List<SharingProvider> outside) {
        int distance = 0;
        for (TreeConstraint constraint : constraints) {
            if (!constraint.holds(tree, outside)) {
                distance += nearest(tree, constraint)
                        .map(Near::distance)
                        .orElse(constraint.reason().apply(tree).distance());
            }
        }
        return distance == 0 ? Reason.NOT_TOGETHER.distance() : distance;
    }

    /** The member nearest to what is asked of some provider; empty if it is asked of the tree, or none is near. */
    private Optional<Near> nearest(Tree tree, TreeConstraint constraint) {
        if (constraint.demand().isPresent()) {
            return Optional.of(nearest(tree, constraint.demand().getAsInt(), member -> true));
        }
        if (constraint.traitSet().isEmpty()) {
            return Optional.empty();
        }
        int[] traits = plan.traitSets()[constraint.traitSet().getAsInt()];
        return IntStream.range(0, plan.demands().unsuffixed())
                .mapToObj(demand -> nearest(tree, demand, member -> tree.hasAnyTrait(member, traits)))
                .filter(near -> near.distance() < Reason.NO_INVENTORY.distance())
                .min(Comparator.comparingInt(Near::distance));
    }

    /** The member, among some, that lacks the least of a demand. */
    private Near nearest(Tree tree, int demand, IntPredicate isAmong) {
        Need need = plan.needOf()[demand];
        Near best = new Near(0, demand, Integer.MAX_VALUE);
        for (int member = 0; member < tree.size(); member++) {
            if (isAmong.test(member)) {
                int distance = distance(tree, member, need);
                steps.add(need.constraints().size());
                best = distance < best.distance() ? new Near(member, demand, distance) : best;
            }
        }
        return best;
    }

    private static int distance(Tree tree, int member, Need need) {
        int distance = 0;
        for (Constraint constraint : need.constraints()) {
            distance += constraint.holds(tree, member) ? 0 : constraint.reason().distance();
        }
        return distance;
    }

    ImmutableList<Miss> misses() {
        return nearest.stream().map(this::miss).collect(ImmutableList.toImmutableList());
    }

    private Miss miss(Ranked ranked) {
        Tree tree = ranked.tree();
        ImmutableList.Builder<Lack> lacks = ImmutableList.builder();
        boolean isTogetherLacking = true;
        for (TreeConstraint constraint : constraints) {
            if (!constraint.holds(tree, ranked.outside())) {
                isTogetherLacking = false;
                Optional<Near> near = nearest(tree, constraint);
                if (near.isPresent()) {
                    addLacks(lacks, tree, near.get(), constraint);
                } else {
                    lacks.add(names.lack(
                            constraint.reason().apply(tree),
                            "",
                            tree.root(),
                            constraint.lack().apply(tree)));
                }
            }
        }
        if (isTogetherLacking) {
            String unsure = "can serve each group; the search for all of them together was given up";
            lacks.add(
                    ranked.finding() == TreeProbe.Finding.UNSURE
                            ? names.lack(Reason.NOT_TOGETHER, "", tree.root(), unsure)
                            : new JointFailure(view, plan, tree, steps).lack());
        }
        return new Miss(tree.root(), names.of(tree.root()), lacks.build());
    }

    /** Adds what the nearest member lacks. */
    private void addLacks(ImmutableList.Builder<Lack> lacks, Tree tree, Near near, TreeConstraint of) {
        String although = of.traitSet().isPresent()
                ? "has trait "
                        + Constraint.anyOf(
                                plan.demands().traitSets().get(of.traitSet().getAsInt())) + ", but "
                : "";
        boolean hasInventory = true;
        List<Optional<ResourceClass>> neverEnough = new ArrayList<>();
        for (Constraint constraint : plan.needOf()[near.demand()].constraints()) {
            Reason reason = constraint.reason();
            // What was never there is not mentioned again as not free; and if a provider has no inventory of
            // something, nothing else that it lacks is of interest.
            boolean isMentioned = reason == Reason.NO_ROOM_NOW && neverEnough.contains(constraint.resourceClass())
                    || reason != Reason.NO_INVENTORY && !hasInventory;
            if (!isMentioned && !constraint.holds(tree, near.member())) {
                lacks.add(names.lack(
                        reason,
                        plan.demands().get(near.demand()).group().suffix(),
                        tree.id(near.member()),
                        although
                                + constraint.lackOn(tree, near.member())
                                + outOfService(reason, tree.id(near.member()))));
                hasInventory &= reason != Reason.NO_INVENTORY;
                if (reason == Reason.NEVER_FITS) {
                    neverEnough.add(constraint.resourceClass());
                }
            }
        }
    }

    /** Which of the provider's devices nobody may have, if it has too few. */
    private String outOfService(Reason reason, ProviderId provider) {
        if (reason != Reason.NEVER_FITS && reason != Reason.NO_ROOM_NOW) {
            return "";
        }
        OutOfService out = new OutOfService();
        view.devices().hostOf(provider).map(host -> view.devices().of(host)).ifPresent(table -> {
            for (PciAddress address : view.devices().countedBy(provider)) {
                steps.add(1);
                table.get(address).ifPresent(out::add);
            }
        });
        return out.words().map(words -> "; of its devices " + words).orElse("");
    }
}
