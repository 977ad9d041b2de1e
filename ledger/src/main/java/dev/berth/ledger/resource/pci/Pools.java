package dev.berth.ledger.resource.pci;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.resource.StepBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The free devices of one host, grouped. An immutable value, derived from devices and never kept up by hand. Its order
 * is that of the lowest address in each pool, which is also the order in which equally good pools are drained.
 *
 * <p>{@link #supports} is the check of a scheduler: it sees no addresses and no parents, so it may say yes where a
 * claim then finds that a PF excludes its own VF; never the other way round.
 */
public record Pools(ImmutableList<Pool> rows) {
    private static final Comparator<ProviderId> NO_PROVIDER_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());

    public static final Pools EMPTY = new Pools(ImmutableList.of());

    /** The pool that the device alone would be, if it were free. */
    public static Pools of(PciDevice device) {
        return new Pools(ImmutableList.of(new Pool(PoolKey.of(device), device.provider(), 1)));
    }

    /** One row of the summary: the key that the pools specification has, numaNode empty where unknown. */
    public record SummaryKey(String vendorId, String productId, OptionalInt numaNode)
            implements Comparable<SummaryKey> {
        public static SummaryKey of(PciDevice device) {
            return new SummaryKey(device.vendorId(), device.productId(), device.numaNode());
        }

        @Override
        public int compareTo(SummaryKey other) {
            int byVendor = vendorId.compareTo(other.vendorId);
            int byProduct = byVendor != 0 ? byVendor : productId.compareTo(other.productId);
            return byProduct != 0 ? byProduct : Integer.compare(numaNode.orElse(-1), other.numaNode.orElse(-1));
        }
    }

    /** What a request can tell apart: the key of a pool, and the provider for requests that a candidate restricts. */
    public record Group(PoolKey key, Optional<ProviderId> provider) implements Comparable<Group> {
        private static final Comparator<Group> ORDER = Comparator.comparing(Group::key)
                .thenComparing(Group::provider, Comparator.comparing(id -> id.orElse(null), NO_PROVIDER_FIRST));

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }

        public static Group of(PciDevice device) {
            return new Group(PoolKey.of(device), device.provider());
        }
    }

    /** The group-by: available devices only, no rows without devices. */
    public static Pools of(Iterable<TrackedDevice> devicesByAddress) {
        return FreeDevices.of(devicesByAddress).pools();
    }

    /** Rows by the full key, whichever provider they belong to. */
    public ImmutableSortedMap<PoolKey, Integer> full() {
        TreeMap<PoolKey, Integer> counts = new TreeMap<>();
        rows.forEach(pool -> counts.merge(pool.key(), pool.count(), Integer::sum));
        return ImmutableSortedMap.copyOfSorted(counts);
    }

    /** Rows by vendor, product and NUMA node. */
    public ImmutableSortedMap<SummaryKey, Integer> summary() {
        TreeMap<SummaryKey, Integer> counts = new TreeMap<>();
        rows.forEach(pool -> counts.merge(
                new SummaryKey(
                        pool.key().vendorId(),
                        pool.key().productId(),
                        pool.key().numaNode()),
                pool.count(),
                Integer::sum));
        return ImmutableSortedMap.copyOfSorted(counts);
    }

    /** The rows that meet a condition. */
    public Pools where(Predicate<Pool> condition) {
        return new Pools(rows.stream().filter(condition).collect(ImmutableList.toImmutableList()));
    }

    /** The rows of devices that meet one of the alternatives: what a flavor means, before anything else is asked. */
    public Pools meeting(List<PciAlternative> alternatives) {
        return new Pools(ImmutableList.copyOf(PoolFilter.matching(rows, alternatives)));
    }

    /** The rows of a kind that the request may have: PFs, say, only serve those who ask for PFs. */
    public Pools usableFor(PciRequest request) {
        return new Pools(ImmutableList.copyOf(PoolFilter.usable(rows, request)));
    }

    /** The rows that the request's NUMA policy lets a guest have who sits where the affinity says. */
    public Pools reachableFor(PciRequest request, Affinity affinity) {
        return new Pools(ImmutableList.copyOf(PoolFilter.reachable(rows, request, affinity)));
    }

    public int freeDevices() {
        return rows.stream().mapToInt(Pool::count).sum();
    }

    /** How many of the devices are on each NUMA node that has any. */
    ImmutableSortedMap<Integer, Integer> freeByNode() {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        rows.forEach(pool -> pool.key().numaNode().ifPresent(node -> counts.merge(node, pool.count(), Integer::sum)));
        return ImmutableSortedMap.copyOfSorted(counts);
    }

    /** Whether all requests can be served one after the other, each from what the ones before it have left. */
    public boolean supports(List<PciRequest> requests, Affinity affinity) {
        return consume(requests, affinity).isPresent();
    }

    boolean supports(List<PciRequest> requests, Affinity affinity, UnitLimits limits, StepBudget budget) {
        return consume(requests, affinity, limits, budget).isPresent();
    }

    /**
     * The pools after serving all requests in order, for the next pick of a scheduler; empty if one cannot be served.
     */
    public Optional<Pools> consume(List<PciRequest> requests, Affinity affinity) {
        return consume(requests, affinity, UnitLimits.NONE, StepBudget.unlimited());
    }

    private Optional<Pools> consume(List<PciRequest> requests, Affinity affinity, UnitLimits most, StepBudget budget) {
        List<Pool> left = rows;
        UnitLimits limits = most;
        for (PciRequest request : requests) {
            Optional<ImmutableList<PoolFilter.Ranked>> serving =
                    PoolFilter.serving(left, request, affinity, limits, budget);
            if (serving.isEmpty()) {
                return Optional.empty();
            }
            int[] taken = drain(left.size(), serving.get(), request, limits);
            for (int row = 0; row < taken.length; row++) {
                limits = limits.minus(left.get(row).provider(), taken[row]);
            }
            left = without(left, taken);
        }
        return Optional.of(new Pools(ImmutableList.copyOf(left)));
    }

    /** How many devices the request takes of each row. */
    private static int[] drain(int rows, List<PoolFilter.Ranked> serving, PciRequest request, UnitLimits most) {
        Quota quota = Quota.of(request);
        UnitLimits limits = most;
        int[] taken = new int[rows];
        for (PoolFilter.Ranked ranked : serving) {
            Optional<ProviderId> provider = ranked.pool().provider();
            int count = Math.min(ranked.pool().count(), Math.min(quota.left(provider), limits.left(provider)));
            if (count > 0) {
                quota = quota.minus(provider, count);
                limits = limits.minus(provider, count);
                taken[ranked.row()] = count;
            }
        }
        return taken;
    }

    private static List<Pool> without(List<Pool> pools, int[] taken) {
        List<Pool> left = new ArrayList<>();
        for (int row = 0; row < taken.length; row++) {
            Pool pool = pools.get(row);
            int count = pool.count() - taken[row];
            if (count > 0) {
                left.add(new Pool(pool.key(), pool.provider(), count));
            }
        }
        return left;
    }
}
