package dev.berth.ledger.candidate.search;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.Demands;
import dev.berth.ledger.candidate.request.Demands.Demand;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.forest.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes one {@link Plan}. Not thread-safe. */
final class PlanCompiler {
    private final RegionView view;
    private final Symbols symbols;
    private final CandidateRequest request;
    private final Demands demands;
    private final List<Need> needs = new ArrayList<>();

    /** Needs by what they ask for; it is only looked up in, so its order does not matter. */
    private final Map<RequestGroup, Need> needsByContent = new HashMap<>();

    PlanCompiler(RegionView view, CandidateRequest request) {
        this.view = view;
        this.symbols = view.forest().symbols();
        this.request = request;
        this.demands = new Demands(request);
    }

    Optional<Plan> compile() {
        for (RequestGroup group : request.groups()) {
            if (namesUnknownTree(group) || asksForNothing(group)) {
                return Optional.empty();
            }
        }
        Need[] needOf = new Need[demands.size()];
        for (int demand = 0; demand < needOf.length; demand++) {
            needOf[demand] = need(demands.get(demand));
        }
        return Optional.of(new Plan(
                demands,
                ImmutableList.copyOf(needs),
                needOf,
                demands.classes().stream().mapToInt(symbols::of).toArray(),
                demands.traitSets().stream().map(this::traits).toArray(int[][]::new),
                traits(request.rootRequired()),
                traits(request.rootForbidden()),
                request.sameSubtrees().stream().map(this::demandsOf).toArray(int[][]::new)));
    }

    private boolean namesUnknownTree(RequestGroup group) {
        return group.inTree().filter(id -> view.provider(id).isEmpty()).isPresent();
    }

    /** Placement finds nothing for a group without resources unless it names a trait or an aggregate to have. */
    private static boolean asksForNothing(RequestGroup group) {
        return group.resources().isEmpty()
                && group.requiredTraits().isEmpty()
                && group.memberOf().isEmpty()
                && group.devices().isEmpty();
    }

    /** The need of a demand, the same as that of an earlier demand which asks for the same. */
    private Need need(Demand demand) {
        RequestGroup group = demand.group();
        if (!group.isSuffixed() || !group.devices().isEmpty()) {
            return newNeed(demand);
        }
        Need before = needsByContent.get(group.named("_"));
        if (before != null) {
            return before;
        }
        Need need = newNeed(demand);
        needsByContent.put(group.named("_"), need);
        return need;
    }

    private Need newNeed(Demand demand) {
        Need need = new Need(needs.size(), demand, constraints(demand.group()));
        needs.add(need);
        return need;
    }

    /** All that a group asks of a provider: first what only reports change, then what is free now. */
    private ImmutableList<Constraint> constraints(RequestGroup group) {
        boolean isSuffixed = group.isSuffixed();
        ImmutableList.Builder<Constraint> all = ImmutableList.builder();
        group.resources().forEach((name, amount) -> {
            all.add(Constraints.hasInventory(name, symbols.of(name)));
            all.add(Constraints.couldGive(name, symbols.of(name), amount));
        });
        group.requiredTraits().forEach(any -> all.add(Constraints.hasAnyTrait(any, traits(any))));
        group.forbiddenTraits().forEach(trait -> all.add(Constraints.hasNoTrait(trait, symbols.of(trait))));
        if (!group.memberOf().isEmpty()) {
            int[][] sets = group.memberOf().stream().map(this::aggregates).toArray(int[][]::new);
            all.add(Constraints.isInAggregates(group.memberOf(), sets, isSuffixed));
        }
        if (!group.forbiddenAggregates().isEmpty()) {
            int[] none = aggregates(group.forbiddenAggregates());
            all.add(Constraints.isInNoAggregate(group.forbiddenAggregates(), none, isSuffixed));
        }
        // Placement ignores in_tree for a group that takes nothing.
        if (!group.resources().isEmpty() || !group.devices().isEmpty()) {
            group.inTree().ifPresent(provider -> all.add(Constraints.isInTree(root(provider), isSuffixed)));
        }
        Optional<DeviceNeed> devices = DeviceNeed.of(view, group.devices());
        devices.ifPresent(need -> all.add(need.couldGive()));
        group.resources().forEach((name, amount) -> all.add(Constraints.hasFree(name, symbols.of(name), amount)));
        devices.ifPresent(need -> all.add(need.hasFree()));
        return all.build();
    }

    private int[] demandsOf(ImmutableSet<String> suffixes) {
        return IntStream.range(0, demands.size())
                .filter(demand -> suffixes.contains(demands.get(demand).group().suffix()))
                .toArray();
    }

    private int[] traits(ImmutableSortedSet<Trait> traits) {
        return traits.stream().mapToInt(symbols::of).toArray();
    }

    private int[] aggregates(ImmutableSortedSet<AggregateId> aggregates) {
        return aggregates.stream().mapToInt(symbols::of).toArray();
    }

    private ProviderId root(ProviderId provider) {
        return view.provider(provider).orElseThrow().root();
    }
}
