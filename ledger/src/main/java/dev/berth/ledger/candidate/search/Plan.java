package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A request in the numbers of one forest. Each class of the unsuffixed group and each suffixed group is a <i>demand</i>
 * that one provider meets; the demands of the unsuffixed group come first.
 *
 * @param needs what is asked for, each once
 * @param demands for each demand its need
 * @param groupOf for each demand the place of its group in the request
 * @param unsuffixed how many of the demands, from the first, belong to the unsuffixed group
 * @param demandOf for each group its demand, -1 for the unsuffixed group, which may have several
 * @param classes all that the request names, in order of their names; a class's place here is its slot
 * @param classNumbers their numbers in the forest, by slot
 * @param traitSets what the providers of the unsuffixed group must have together
 * @param subtrees for each same_subtree its demands
 */
record Plan(
        CandidateRequest request,
        ImmutableList<Need> needs,
        Need[] demands,
        int[] groupOf,
        int[] demandOf,
        int unsuffixed,
        ImmutableList<ResourceClass> classes,
        int[] classNumbers,
        int[][] traitSets,
        int[] rootRequired,
        int[] rootForbidden,
        int[][] subtrees) {
    /** For answers that were not searched for. */
    static final Plan NOTHING = new Plan(
            CandidateRequest.of(RequestGroup.of("_", ImmutableSortedMap.of())),
            ImmutableList.of(),
            new Need[0],
            new int[0],
            new int[] {0},
            0,
            ImmutableList.of(),
            new int[0],
            new int[0][],
            new int[0],
            new int[0],
            new int[0][]);

    /** The plan, or empty if the request asks for what no provider of this view could ever be, whatever is free. */
    static Optional<Plan> of(RegionView view, CandidateRequest request) {
        return new Compiler(view, request).compile();
    }

    /** How many classes the request names. */
    int slots() {
        return classes.size();
    }

    boolean isIsolated() {
        return request.policy() == CandidateRequest.GroupPolicy.ISOLATE;
    }

    boolean isBlind() {
        return request.nesting() == CandidateRequest.Nesting.BLIND;
    }

    /** Whether nothing is asked for but the unsuffixed group. */
    boolean isAllUnsuffixed() {
        return unsuffixed == demands.length && unsuffixed > 0;
    }

    /** Whether anything is asked for beside amounts. */
    boolean asksForDevices() {
        return request.groups().stream().anyMatch(group -> !group.devices().isEmpty());
    }

    /** The group that a demand belongs to. */
    RequestGroup group(int demand) {
        return request.groups().get(groupOf[demand]);
    }

    /** What a demand asks for as the query writes it, such as {@code resources_NET=SRIOV_NET_VF:1}. */
    String parameter(int demand) {
        if (demand >= unsuffixed) {
            return group(demand).parameter();
        }
        Map.Entry<ResourceClass, Long> amount =
                group(demand).resources().entrySet().asList().get(demand);
        return "resources=" + amount.getKey() + ":" + amount.getValue();
    }

    /** The names of one of the trait sets. */
    ImmutableSortedSet<Trait> traitSetNames(int set) {
        return group(0).requiredTraits().get(set);
    }

    boolean acceptsRoot(Tree anchor) {
        for (int trait : rootRequired) {
            if (!anchor.hasTrait(0, trait)) {
                return false;
            }
        }
        for (int trait : rootForbidden) {
            if (anchor.hasTrait(0, trait)) {
                return false;
            }
        }
        return true;
    }

    /** Of which of the unsuffixed group's trait sets a provider has a trait. */
    long[] traitSetsOf(Tree tree, int member) {
        long[] marks = Marks.below(traitSets.length);
        for (int set = 0; set < traitSets.length; set++) {
            if (Need.hasAnyTrait(tree, member, traitSets[set])) {
                Marks.set(marks, set);
            }
        }
        return marks;
    }

    /** The variables of one compilation. */
    private static final class Compiler {
        private final RegionView view;
        private final Symbols symbols;
        private final CandidateRequest request;
        private final ImmutableList<ResourceClass> classes;
        private final Map<ResourceClass, Integer> slots = new TreeMap<>();
        private final List<Need> needs = new ArrayList<>();
        private final List<Need> demands = new ArrayList<>();
        private final List<Integer> groupOf = new ArrayList<>();

        /** It is only asked what is in it. */
        private final Map<Asked, Need> asked = new HashMap<>();

        /** What makes two groups the same need. */
        private record Asked(
                boolean isAlone,
                ImmutableSortedMap<ResourceClass, Long> resources,
                ImmutableList<ImmutableSortedSet<Trait>> requiredTraits,
                ImmutableSortedSet<Trait> forbiddenTraits,
                ImmutableList<ImmutableSortedSet<AggregateId>> memberOf,
                ImmutableSortedSet<AggregateId> forbiddenAggregates,
                Optional<ProviderId> inTree) {}

        Compiler(RegionView view, CandidateRequest request) {
            this.view = view;
            this.symbols = view.forest().symbols();
            this.request = request;
            this.classes = request.groups().stream()
                    .flatMap(group -> group.resources().keySet().stream())
                    .sorted()
                    .distinct()
                    .collect(ImmutableList.toImmutableList());
        }

        Optional<Plan> compile() {
            int[][] traitSets = new int[0][];
            classes.forEach(name -> slots.put(name, slots.size()));
            for (RequestGroup group : request.groups()) {
                if (group.inTree().isPresent()
                        && view.provider(group.inTree().get()).isEmpty()) {
                    return Optional.empty();
                }
            }
            for (int at = 0; at < request.groups().size(); at++) {
                RequestGroup group = request.groups().get(at);
                if (!group.isSuffixed()) {
                    // They are about the providers of amounts, and devices alone have none.
                    traitSets = traitSets(group.resources().isEmpty() ? ImmutableList.of() : group.requiredTraits());
                    addUnsuffixed(at, group);
                }
            }
            int unsuffixed = demands.size();
            for (int at = 0; at < request.groups().size(); at++) {
                RequestGroup group = request.groups().get(at);
                if (group.isSuffixed()) {
                    if (isBoundless(group)) {
                        return Optional.empty();
                    }
                    add(at, group, true);
                }
            }
            return Optional.of(new Plan(
                    request,
                    ImmutableList.copyOf(needs),
                    demands.toArray(Need[]::new),
                    groupOf.stream().mapToInt(Integer::intValue).toArray(),
                    demandOf(unsuffixed),
                    unsuffixed,
                    classes,
                    classes.stream().mapToInt(symbols::of).toArray(),
                    traitSets,
                    numbers(request.rootRequired()),
                    numbers(request.rootForbidden()),
                    subtrees()));
        }

        private int[] demandOf(int unsuffixed) {
            int[] demandOf = new int[request.groups().size()];
            Arrays.fill(demandOf, -1);
            for (int demand = unsuffixed; demand < groupOf.size(); demand++) {
                demandOf[groupOf.get(demand)] = demand;
            }
            return demandOf;
        }

        /** Placement finds nothing for a group without resources unless it names a trait or an aggregate to have. */
        private static boolean isBoundless(RequestGroup group) {
            return group.resources().isEmpty()
                    && group.requiredTraits().isEmpty()
                    && group.memberOf().isEmpty()
                    && group.devices().isEmpty();
        }

        private void addUnsuffixed(int at, RequestGroup group) {
            for (Map.Entry<ResourceClass, Long> amount : group.resources().entrySet()) {
                RequestGroup part = new RequestGroup(
                        group.suffix(),
                        ImmutableSortedMap.of(amount.getKey(), amount.getValue()),
                        ImmutableList.of(),
                        group.forbiddenTraits(),
                        group.memberOf(),
                        group.forbiddenAggregates(),
                        group.inTree());
                add(at, part, false);
            }
        }

        private void add(int at, RequestGroup group, boolean isAlone) {
            demands.add(group.devices().isEmpty() ? shared(group, isAlone) : made(group, isAlone));
            groupOf.add(at);
        }

        /** The need of the group, the same as that of an earlier group which asks for the same. */
        private Need shared(RequestGroup group, boolean isAlone) {
            Asked key = new Asked(
                    isAlone,
                    group.resources(),
                    group.requiredTraits(),
                    group.forbiddenTraits(),
                    group.memberOf(),
                    group.forbiddenAggregates(),
                    group.inTree());
            Need need = asked.get(key);
            if (need == null) {
                need = made(group, isAlone);
                asked.put(key, need);
            }
            return need;
        }

        private Need made(RequestGroup group, boolean isAlone) {
            Need need = need(group, isAlone);
            needs.add(need);
            return need;
        }

        private Need need(RequestGroup group, boolean isAlone) {
            int size = group.resources().size();
            int[] classes = new int[size];
            long[] amounts = new long[size];
            int[] classSlots = new int[size];
            int at = 0;
            for (Map.Entry<ResourceClass, Long> amount : group.resources().entrySet()) {
                classes[at] = symbols.of(amount.getKey());
                amounts[at] = amount.getValue();
                classSlots[at++] = slots.get(amount.getKey());
            }
            return new Need(needs.size(), classes, amounts, classSlots, isAlone, constraints(group, isAlone));
        }

        /** All that the group asks of a provider: first what only reports change, then what is free now. */
        private ImmutableList<Constraint> constraints(RequestGroup group, boolean isAlone) {
            ImmutableList.Builder<Constraint> all = ImmutableList.builder();
            group.resources().forEach((name, amount) -> {
                all.add(new Constraint.HasInventory(name, symbols.of(name)));
                all.add(new Constraint.CouldGive(name, symbols.of(name), amount));
            });
            group.requiredTraits().forEach(any -> all.add(new Constraint.HasTrait(any, numbers(any))));
            group.forbiddenTraits().forEach(trait -> all.add(new Constraint.HasNotTrait(trait, symbols.of(trait))));
            if (!group.memberOf().isEmpty()) {
                int[][] sets = group.memberOf().stream().map(this::aggregates).toArray(int[][]::new);
                all.add(new Constraint.IsInAggregates(group.memberOf(), sets, isAlone));
            }
            if (!group.forbiddenAggregates().isEmpty()) {
                int[] none = aggregates(group.forbiddenAggregates());
                all.add(new Constraint.IsNotInAggregate(group.forbiddenAggregates(), none, isAlone));
            }
            // Placement does not look at in_tree for a group that takes nothing.
            if (!group.resources().isEmpty() || !group.devices().isEmpty()) {
                group.inTree().ifPresent(provider -> all.add(new Constraint.IsInTree(root(provider), isAlone)));
            }
            Optional<DeviceNeed> devices = isAlone ? DeviceNeed.of(view, group.devices()) : Optional.empty();
            devices.ifPresent(need -> all.add(new DeviceNeed.CouldCount(need)));
            group.resources()
                    .forEach((name, amount) -> all.add(new Constraint.HasFree(name, symbols.of(name), amount)));
            devices.ifPresent(need -> all.add(new DeviceNeed.CountsFree(need)));
            return all.build();
        }

        private int[][] subtrees() {
            return request.sameSubtrees().stream()
                    .map(suffixes -> groupsOf(suffixes))
                    .toArray(int[][]::new);
        }

        private int[] groupsOf(ImmutableSortedSet<String> suffixes) {
            return IntStream.range(0, demands.size())
                    .filter(demand -> suffixes.contains(
                            request.groups().get(groupOf.get(demand)).suffix()))
                    .toArray();
        }

        private int[][] traitSets(ImmutableList<ImmutableSortedSet<Trait>> sets) {
            return sets.stream().map(this::numbers).toArray(int[][]::new);
        }

        private int[] numbers(ImmutableSortedSet<Trait> traits) {
            return traits.stream().mapToInt(symbols::of).toArray();
        }

        private int[] aggregates(ImmutableSortedSet<AggregateId> aggregates) {
            return aggregates.stream().mapToInt(symbols::of).toArray();
        }

        private ProviderId root(ProviderId provider) {
            return view.provider(provider).orElseThrow().root();
        }
    }
}
