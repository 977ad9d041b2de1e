package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.resource.StepBudget;
import dev.berth.resource.attribute.AttributeMatch;
import dev.berth.resource.attribute.AttributeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which pools may serve one request, and in which order: the stages of nova's PCI filter, in nova's order. The order
 * shows: the NUMA stage counts devices that later stages drop, so a local PF that nobody asked for can keep `preferred`
 * from looking further. Candidates and claims both go through here.
 */
final class PoolFilter {
    private static final AttributeValue PF = AttributeValue.of(DeviceType.PF.text());
    private static final AttributeValue VDPA = AttributeValue.of(DeviceType.VDPA.text());

    private static final int NEAR = 0;
    private static final int FAR = 1;

    /** What it counts for to take one pool through all stages but the first. */
    private static final int STEPS_A_POOL = 8;

    private final PciRequest request;
    private final Affinity affinity;
    private final UnitLimits limits;
    private final StepBudget budget;
    private final boolean asksForPfs;
    private final boolean asksForVdpa;
    private final boolean asksForRemote;
    private final boolean asksForMigratable;
    private final boolean asksForUnmigratable;

    private PoolFilter(PciRequest request, Affinity affinity, UnitLimits limits, StepBudget budget) {
        this.request = request;
        this.affinity = affinity;
        this.limits = limits;
        this.budget = budget;
        asksForPfs = asksForType(PF);
        asksForVdpa = asksForType(VDPA);
        asksForRemote = AttributeMatch.anyAlternative(request, AttributeNames.REMOTE_MANAGED, AttributeMatch::isTrue);
        asksForMigratable =
                AttributeMatch.everyAlternative(request, AttributeNames.LIVE_MIGRATABLE, AttributeMatch::isTrue);
        asksForUnmigratable =
                AttributeMatch.everyAlternative(request, AttributeNames.LIVE_MIGRATABLE, AttributeMatch::isFalse);
    }

    /**
     * A pool that may serve the request. Lower ranks are used up first; equal ranks are as good as each other.
     *
     * @param row where the pool stands among those that were given
     */
    record Ranked(Pool pool, int row, int tier) {
        int compareRank(Ranked other) {
            int byTier = Integer.compare(tier, other.tier);
            return byTier != 0
                    ? byTier
                    : Integer.compare(pool.key().keyCount(), other.pool.key().keyCount());
        }
    }

    /**
     * The pools that may serve the request, best rank first and otherwise as given; empty if they cannot serve all of
     * it, or the budget is spent before that is known.
     */
    static Optional<ImmutableList<Ranked>> serving(
            List<Pool> pools, PciRequest request, Affinity affinity, UnitLimits limits, StepBudget budget) {
        return new PoolFilter(request, affinity, limits, budget).serving(pools);
    }

    /** The pools of devices that meet one of the alternatives. */
    static List<Pool> matching(List<Pool> pools, List<PciAlternative> alternatives) {
        return keep(pools, pool -> AttributeMatch.meetsAny(alternatives, pool.key()::attribute));
    }

    /** The pools of a kind that the request may have. */
    static List<Pool> usable(List<Pool> pools, PciRequest request) {
        return keep(pools, alone(request, Affinity.NONE)::isUsable);
    }

    /** The pools that the policy of the request lets a guest have who sits there, however many it needs. */
    static List<Pool> reachable(List<Pool> pools, PciRequest request, Affinity affinity) {
        PoolFilter filter = alone(request, affinity);
        return switch (request.policy()) {
            case REQUIRED -> keep(pools, on(affinity::isLocal));
            case LEGACY -> keep(pools, on(filter::isLocalOrUnknown));
            case SOCKET -> keep(pools, on(filter::isLocalOrOnGuestSocket));
            case PREFERRED -> pools;
        };
    }

    private static PoolFilter alone(PciRequest request, Affinity affinity) {
        return new PoolFilter(request, affinity, UnitLimits.NONE, StepBudget.unlimited());
    }

    private Optional<ImmutableList<Ranked>> serving(List<Pool> pools) {
        List<Ranked> matching = matching(pools);
        if (budget.isSpent() || matching.isEmpty() || !isEnough(matching)) {
            return Optional.empty();
        }
        List<Ranked> surviving = new ArrayList<>();
        for (Ranked ranked : near(matching)) {
            if (isUsable(ranked.pool())) {
                surviving.add(ranked);
            }
        }
        if (surviving.isEmpty() || !isServedBy(surviving)) {
            return Optional.empty();
        }
        surviving.sort(Ranked::compareRank);
        return Optional.of(ImmutableList.copyOf(surviving));
    }

    private List<Ranked> matching(List<Pool> pools) {
        List<Ranked> matching = new ArrayList<>();
        for (int row = 0; row < pools.size() && budget.take(STEPS_A_POOL); row++) {
            Pool pool = pools.get(row);
            if (AttributeMatch.meetsAny(request.alternatives(), pool.key()::attribute, budget)) {
                matching.add(new Ranked(pool, row, NEAR));
            }
        }
        return matching;
    }

    private List<Ranked> near(List<Ranked> pools) {
        if (!affinity.isRestricting()) {
            return pools;
        }
        List<Ranked> local = nodes(pools, affinity::isLocal);
        if (request.policy() == NumaPolicy.REQUIRED || isEnough(local)) {
            return local;
        }
        return switch (request.policy()) {
            case REQUIRED -> local;
            case LEGACY -> nodes(pools, this::isLocalOrUnknown);
            case SOCKET -> onGuestSockets(pools);
            case PREFERRED -> preferred(pools);
        };
    }

    private List<Ranked> preferred(List<Ranked> pools) {
        List<Ranked> localOrUnknown = nodes(pools, this::isLocalOrUnknown);
        if (isEnough(localOrUnknown)) {
            return localOrUnknown;
        }
        List<Ranked> all = new ArrayList<>();
        for (Ranked ranked : pools) {
            all.add(new Ranked(
                    ranked.pool(),
                    ranked.row(),
                    isLocalOrUnknown(ranked.pool().key().numaNode()) ? NEAR : FAR));
        }
        return all;
    }

    private List<Ranked> onGuestSockets(List<Ranked> pools) {
        return affinity.cellsOfGuestSockets()
                .map(cells -> nodes(pools, node -> node.isPresent() && cells.contains(node.getAsInt())))
                .orElse(List.of());
    }

    private boolean isLocalOrOnGuestSocket(OptionalInt node) {
        return affinity.isLocal(node)
                || node.isPresent()
                        && affinity.cellsOfGuestSockets()
                                .filter(cells -> cells.contains(node.getAsInt()))
                                .isPresent();
    }

    private boolean isUsable(Pool pool) {
        PoolKey key = pool.key();
        if (key.type() == DeviceType.PF && !asksForPfs || key.type() == DeviceType.VDPA && !asksForVdpa) {
            return false;
        }
        if (!asksForRemote && AttributeMatch.isTrue(key.attribute(AttributeNames.REMOTE_MANAGED))) {
            return false;
        }
        if (request.isRestricted()
                && (pool.provider().isEmpty()
                        || !request.providers().containsKey(pool.provider().get()))) {
            return false;
        }
        AttributeValue migratable = key.attribute(AttributeNames.LIVE_MIGRATABLE);
        if (asksForMigratable) {
            return AttributeMatch.isTrue(migratable);
        }
        return !asksForUnmigratable || AttributeMatch.isFalse(migratable);
    }

    private boolean asksForType(AttributeValue type) {
        return AttributeMatch.anyAlternative(
                request, AttributeNames.DEV_TYPE, wanted -> AttributeMatch.meets(wanted, type));
    }

    /** Enough in all; and of a restricted request, enough of every provider that the candidate names. */
    private boolean isServedBy(List<Ranked> surviving) {
        if (!request.isRestricted()) {
            return isEnough(surviving);
        }
        TreeMap<ProviderId, Integer> held = new TreeMap<>();
        surviving.forEach(ranked ->
                held.merge(ranked.pool().provider().get(), ranked.pool().count(), Integer::sum));
        long named = 0;
        for (Map.Entry<ProviderId, Integer> each : request.providers().entrySet()) {
            named += each.getValue();
            int most = Math.min(held.getOrDefault(each.getKey(), 0), limits.left(Optional.of(each.getKey())));
            if (most < each.getValue()) {
                return false;
            }
        }
        return named == request.count();
    }

    private boolean isLocalOrUnknown(OptionalInt numaNode) {
        return numaNode.isEmpty() || affinity.isLocal(numaNode);
    }

    private boolean isEnough(List<Ranked> pools) {
        return limits.countOf(Lists.transform(pools, Ranked::pool)) >= request.count();
    }

    private static List<Ranked> nodes(List<Ranked> pools, Predicate<OptionalInt> condition) {
        return keep(pools, ranked -> on(condition).test(ranked.pool()));
    }

    private static Predicate<Pool> on(Predicate<OptionalInt> condition) {
        return pool -> condition.test(pool.key().numaNode());
    }

    private static <T> List<T> keep(List<T> pools, Predicate<T> condition) {
        return pools.stream().filter(condition).toList();
    }
}
