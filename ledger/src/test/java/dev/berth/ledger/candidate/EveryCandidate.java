package dev.berth.ledger.candidate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.CandidateRequest.GroupPolicy;
import dev.berth.ledger.candidate.request.CandidateRequest.Nesting;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidate;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongBiFunction;

/**
 * All candidates of a request, found by trying everything: for each root that can anchor, each way to serve each group,
 * and all combinations of these. Slow, and written to be read; the search must agree with it.
 */
final class EveryCandidate {
    private static final Trait SHARES = Trait.of("MISC_SHARES_VIA_AGGREGATE");

    private final RegionView view;
    private final CandidateRequest request;
    private final List<Provider> providers = new ArrayList<>();

    /** One way to serve one group: which provider gives which class. */
    private record Way(RequestGroup group, TreeSet<ProviderId> providers, TreeMap<ResourceClass, ProviderId> givers) {}

    /** What is used of a provider's class. */
    private final ToLongBiFunction<ProviderId, ResourceClass> usage;

    private EveryCandidate(
            RegionView view, CandidateRequest request, ToLongBiFunction<ProviderId, ResourceClass> usage) {
        this.view = view;
        this.request = request;
        this.usage = usage;
        view.providers().all().forEach(providers::add);
    }

    static List<Candidate> of(RegionView view, CandidateRequest request) {
        return new EveryCandidate(view, request, view::used).all();
    }

    /** The roots of the trees that anchor a candidate. */
    static Set<ProviderId> anchors(RegionView view, CandidateRequest request) {
        return new EveryCandidate(view, request, view::used).anchors();
    }

    /** Those that would if nothing were used. */
    static Set<ProviderId> anchorsIfUnused(RegionView view, CandidateRequest request) {
        return new EveryCandidate(view, request, (provider, name) -> 0).anchors();
    }

    private List<Candidate> all() {
        for (RequestGroup group : request.groups()) {
            if (group.inTree().isPresent()
                    && view.provider(group.inTree().get()).isEmpty()) {
                return List.of();
            }
        }
        List<Candidate> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Provider root : providers) {
            if (root.isRoot()
                    && root.traits().containsAll(request.rootRequired())
                    && Collections.disjoint(root.traits(), request.rootForbidden())) {
                for (List<Way> ways : combinations(root, 0)) {
                    candidate(ways)
                            .filter(candidate -> seen.add(Shown.of(candidate, ProviderId::toString)))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Set<ProviderId> anchors() {
        Set<ProviderId> anchors = new TreeSet<>();
        for (Provider root : providers) {
            if (root.isRoot()
                    && root.traits().containsAll(request.rootRequired())
                    && Collections.disjoint(root.traits(), request.rootForbidden())
                    && combinations(root, 0).stream()
                            .anyMatch(ways -> candidate(ways).isPresent())) {
                anchors.add(root.id());
            }
        }
        return anchors;
    }

    /** Every choice of one way for each group from the given one on. */
    private List<List<Way>> combinations(Provider anchor, int from) {
        if (from == request.groups().size()) {
            return List.of(List.of());
        }
        List<List<Way>> combinations = new ArrayList<>();
        List<Way> ways = ways(anchor, request.groups().get(from));
        if (ways.isEmpty()) {
            return List.of();
        }
        for (List<Way> rest : combinations(anchor, from + 1)) {
            for (Way way : ways) {
                List<Way> combination = new ArrayList<>();
                combination.add(way);
                combination.addAll(rest);
                combinations.add(combination);
            }
        }
        return combinations;
    }

    private List<Way> ways(Provider anchor, RequestGroup group) {
        List<Way> ways = new ArrayList<>();
        if (group.isSuffixed()) {
            for (Provider provider : providers) {
                if ((isInTree(provider, anchor) || isSharedWith(provider, anchor)) && servesAlone(provider, group)) {
                    TreeMap<ResourceClass, ProviderId> givers = new TreeMap<>();
                    group.resources().keySet().forEach(name -> givers.put(name, provider.id()));
                    ways.add(new Way(group, new TreeSet<>(Set.of(provider.id())), givers));
                }
            }
        } else {
            for (TreeMap<ResourceClass, ProviderId> givers :
                    givers(anchor, group, new ArrayList<>(group.resources().keySet()))) {
                Way way = new Way(group, new TreeSet<>(givers.values()), givers);
                if (haveTraits(way.providers(), group)) {
                    ways.add(way);
                }
            }
        }
        return ways;
    }

    private boolean servesAlone(Provider provider, RequestGroup group) {
        boolean namesSomething =
                !group.requiredTraits().isEmpty() || !group.memberOf().isEmpty();
        if (group.resources().isEmpty() ? !namesSomething : !isInTreeOf(group.inTree(), provider)) {
            return false;
        }
        return group.resources().entrySet().stream()
                        .allMatch(amount -> canProvide(provider, amount.getKey(), amount.getValue()))
                && haveTraits(Set.of(provider.id()), group)
                && isInAggregates(provider, group.memberOf())
                && Collections.disjoint(provider.aggregates(), group.forbiddenAggregates());
    }

    /** Every way to take each of the classes from some provider. */
    private List<TreeMap<ResourceClass, ProviderId>> givers(
            Provider anchor, RequestGroup group, List<ResourceClass> classes) {
        if (classes.isEmpty()) {
            return List.of(new TreeMap<>());
        }
        List<TreeMap<ResourceClass, ProviderId>> all = new ArrayList<>();
        ResourceClass first = classes.get(0);
        for (TreeMap<ResourceClass, ProviderId> rest : givers(anchor, group, classes.subList(1, classes.size()))) {
            for (Provider provider : providers) {
                if (mayGive(provider, anchor, group)
                        && canProvide(provider, first, group.resources().get(first))) {
                    TreeMap<ResourceClass, ProviderId> givers = new TreeMap<>(rest);
                    givers.put(first, provider.id());
                    all.add(givers);
                }
            }
        }
        return all;
    }

    private boolean mayGive(Provider provider, Provider anchor, RequestGroup group) {
        if (!Collections.disjoint(provider.aggregates(), group.forbiddenAggregates())
                || !Collections.disjoint(anchor.aggregates(), group.forbiddenAggregates())
                || !isInTreeOf(group.inTree(), provider)
                || !isInTreeOf(group.inTree(), anchor)) {
            return false;
        }
        return isInTree(provider, anchor)
                ? isInAggregates(provider, group.memberOf()) || isInAggregates(anchor, group.memberOf())
                : isSharedWith(provider, anchor) && isInAggregates(provider, group.memberOf());
    }

    private boolean isInTreeOf(Optional<ProviderId> any, Provider provider) {
        return any.isEmpty() || view.provider(any.get()).orElseThrow().root().equals(provider.root());
    }

    private static boolean isInTree(Provider provider, Provider root) {
        return provider.root().equals(root.id());
    }

    private boolean isSharedWith(Provider provider, Provider root) {
        return provider.traits().contains(SHARES)
                && providers.stream()
                        .filter(other -> isInTree(other, root))
                        .anyMatch(other -> !Collections.disjoint(provider.aggregates(), other.aggregates()));
    }

    private static boolean isInAggregates(Provider provider, List<ImmutableSortedSet<AggregateId>> memberOf) {
        return memberOf.stream().noneMatch(any -> Collections.disjoint(any, provider.aggregates()));
    }

    private boolean canProvide(Provider provider, ResourceClass resourceClass, long amount) {
        InventoryRecord inventory = provider.inventories().get(resourceClass);
        return inventory != null && Capacity.canProvide(inventory, used(provider.id(), resourceClass), amount);
    }

    private long used(ProviderId provider, ResourceClass resourceClass) {
        return usage.applyAsLong(provider, resourceClass);
    }

    private boolean haveTraits(Set<ProviderId> some, RequestGroup group) {
        TreeSet<Trait> traits = new TreeSet<>();
        some.forEach(id -> traits.addAll(view.provider(id).orElseThrow().traits()));
        return group.requiredTraits().stream().noneMatch(any -> Collections.disjoint(any, traits))
                && Collections.disjoint(group.forbiddenTraits(), traits);
    }

    /** What the ways come to together, if they may. */
    private Optional<Candidate> candidate(List<Way> ways) {
        TreeMap<ProviderId, TreeMap<ResourceClass, Long>> shares = new TreeMap<>();
        for (Way way : ways) {
            way.givers()
                    .forEach((resourceClass, giver) -> shares.computeIfAbsent(giver, none -> new TreeMap<>())
                            .merge(resourceClass, way.group().resources().get(resourceClass), Long::sum));
        }
        if (!isIsolated(ways)
                || !request.sameSubtrees().stream().allMatch(suffixes -> isInOneSubtree(ways, suffixes))
                || request.nesting() == Nesting.BLIND && !isOneOfEachTree(shares.keySet())
                || !haveRoom(shares)) {
            return Optional.empty();
        }
        ImmutableList.Builder<Candidate.Share> list = ImmutableList.builder();
        shares.forEach((provider, amounts) ->
                list.add(new Candidate.Share(provider, ImmutableSortedMap.copyOfSorted(amounts))));
        return Optional.of(new Candidate(
                list.build(),
                ways.stream()
                        .map(way -> new Candidate.Mapping(way.group().suffix(), ImmutableList.copyOf(way.providers())))
                        .collect(ImmutableList.toImmutableList())));
    }

    private boolean isIsolated(List<Way> ways) {
        Set<ProviderId> taken = new TreeSet<>();
        return request.policy() == GroupPolicy.NONE
                || ways.stream()
                        .filter(way -> way.group().isSuffixed())
                        .allMatch(way -> taken.add(way.providers().first()));
    }

    private boolean isInOneSubtree(List<Way> ways, Set<String> suffixes) {
        Set<ProviderId> members = new TreeSet<>();
        ways.stream()
                .filter(way -> suffixes.contains(way.group().suffix()))
                .forEach(way -> members.addAll(way.providers()));
        return members.stream().anyMatch(top -> members.stream().allMatch(member -> isAtOrAbove(top, member)));
    }

    private boolean isAtOrAbove(ProviderId top, ProviderId member) {
        Optional<ProviderId> at = Optional.of(member);
        while (at.isPresent() && !at.get().equals(top)) {
            at = view.provider(at.get()).orElseThrow().parent();
        }
        return at.isPresent();
    }

    private boolean isOneOfEachTree(Set<ProviderId> some) {
        Set<ProviderId> roots = new TreeSet<>();
        return some.stream()
                .allMatch(id -> roots.add(view.provider(id).orElseThrow().root()));
    }

    /** A claim of the sums must be granted: each group was looked at alone before. */
    private boolean haveRoom(Map<ProviderId, TreeMap<ResourceClass, Long>> shares) {
        return shares.entrySet().stream()
                .allMatch(share -> share.getValue().entrySet().stream()
                        .allMatch(amount -> canProvide(
                                view.provider(share.getKey()).orElseThrow(), amount.getKey(), amount.getValue())));
    }
}
