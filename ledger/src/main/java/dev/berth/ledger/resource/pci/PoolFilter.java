package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
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

    private final PciRequest request;
    private final Affinity affinity;
    private final UnitLimits limits;

    private PoolFilter(PciRequest request, Affinity affinity, UnitLimits limits) {
        this.request = request;
        this.affinity = affinity;
        this.limits = limits;
    }

    /** A pool that may serve the request. Lower ranks are used up first; equal ranks are as good as each other. */
    record Ranked(Pool pool, int tier) {
        int compareRank(Ranked other) {
            int byTier = Integer.compare(tier, other.tier);
            return byTier != 0
                    ? byTier
                    : Integer.compare(pool.key().keyCount(), other.pool.key().keyCount());
        }
    }

    /**
     * The pools that may serve the request, best rank first and otherwise as given; empty if they cannot serve all of
     * it.
     */
    static Optional<ImmutableList<Ranked>> serving(
            List<Pool> pools, PciRequest request, Affinity affinity, UnitLimits limits) {
        return new PoolFilter(request, affinity, limits).serving(pools);
    }

    /** The pools of devices that meet one of the alternatives. */
    static List<Pool> matching(List<Pool> pools, List<PciAlternative> alternatives) {
        return keep(pools, pool -> AttributeMatch.meetsAny(alternatives, pool.key()::attribute));
    }

    /** The pools of a kind that the request may have. */
    static List<Pool> usable(List<Pool> pools, PciRequest request) {
        return keep(pools, new PoolFilter(request, Affinity.NONE, UnitLimits.NONE)::isUsable);
    }

    /** The pools that the policy of the request lets a guest have who sits there, however many it needs. */
    static List<Pool> reachable(List<Pool> pools, PciRequest request, Affinity affinity) {
        PoolFilter filter = new PoolFilter(request, affinity, UnitLimits.NONE);
        return switch (request.policy()) {
            case REQUIRED -> keepNodes(pools, affinity::isLocal);
            case LEGACY -> keepNodes(pools, filter::isLocalOrUnknown);
            case SOCKET -> keepNodes(pools, filter::isLocalOrOnGuestSocket);
            case PREFERRED -> pools;
        };
    }

    private Optional<ImmutableList<Ranked>> serving(List<Pool> pools) {
        List<Pool> matching = matching(pools, request.alternatives());
        if (matching.isEmpty() || !isEnough(matching)) {
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

    private List<Ranked> near(List<Pool> pools) {
        if (!affinity.isRestricting()) {
            return ranked(pools);
        }
        List<Pool> local = keepNodes(pools, affinity::isLocal);
        return switch (request.policy()) {
            case REQUIRED -> ranked(local);
            case LEGACY -> ranked(isEnough(local) ? local : keepNodes(pools, this::isLocalOrUnknown));
            case SOCKET -> ranked(isEnough(local) ? local : onGuestSockets(pools));
            case PREFERRED -> isEnough(local) ? ranked(local) : preferred(pools);
        };
    }

    private List<Ranked> preferred(List<Pool> pools) {
        List<Pool> localOrUnknown = keepNodes(pools, this::isLocalOrUnknown);
        if (isEnough(localOrUnknown)) {
            return ranked(localOrUnknown);
        }
        List<Ranked> all = new ArrayList<>();
        for (Pool pool : pools) {
            all.add(new Ranked(pool, isLocalOrUnknown(pool.key().numaNode()) ? NEAR : FAR));
        }
        return all;
    }

    private List<Pool> onGuestSockets(List<Pool> pools) {
        return affinity.cellsOfGuestSockets()
                .map(cells -> keepNodes(pools, node -> node.isPresent() && cells.contains(node.getAsInt())))
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
        if (key.type() == DeviceType.PF && !asksForType(PF) || key.type() == DeviceType.VDPA && !asksForType(VDPA)) {
            return false;
        }
        if (AttributeMatch.isTrue(key.attribute(AttributeNames.REMOTE_MANAGED))
                && !AttributeMatch.anyAlternative(request, AttributeNames.REMOTE_MANAGED, AttributeMatch::isTrue)) {
            return false;
        }
        if (request.isRestricted()
                && (pool.provider().isEmpty()
                        || !request.providers().containsKey(pool.provider().get()))) {
            return false;
        }
        AttributeValue migratable = key.attribute(AttributeNames.LIVE_MIGRATABLE);
        if (AttributeMatch.everyAlternative(request, AttributeNames.LIVE_MIGRATABLE, AttributeMatch::isTrue)) {
            return AttributeMatch.isTrue(migratable);
        }
        if (AttributeMatch.everyAlternative(request, AttributeNames.LIVE_MIGRATABLE, AttributeMatch::isFalse)) {
            return AttributeMatch.isFalse(migratable);
        }
        return true;
    }

    private boolean asksForType(AttributeValue type) {
        return AttributeMatch.anyAlternative(
                request, AttributeNames.DEV_TYPE, wanted -> AttributeMatch.meets(wanted, type));
    }

    /** Enough in all; and of a restricted request, enough of every provider that the candidate names. */
    private boolean isServedBy(List<Ranked> surviving) {
        if (!request.isRestricted()) {
            return isEnough(surviving.stream().map(Ranked::pool).toList());
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

    private boolean isEnough(List<Pool> pools) {
        return limits.countOf(pools) >= request.count();
    }

    private static List<Pool> keepNodes(List<Pool> pools, Predicate<OptionalInt> condition) {
        return keep(pools, pool -> condition.test(pool.key().numaNode()));
    }

    private static List<Pool> keep(List<Pool> pools, Predicate<Pool> condition) {
        return pools.stream().filter(condition).toList();
    }

    private static List<Ranked> ranked(List<Pool> pools) {
        return pools.stream().map(pool -> new Ranked(pool, NEAR)).toList();
    }
}
