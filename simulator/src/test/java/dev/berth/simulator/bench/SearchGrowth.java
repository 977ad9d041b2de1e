package dev.berth.simulator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.explain.Explainer;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How the cost of a search grows with hosts, limit, groups and traits, and what a provider takes of memory: tables, and
 * a plot where the argument says. It counts steps, which are the same on every machine, and the thread's processor
 * time, which other work on the machine disturbs less than the time of day.
 */
public final class SearchGrowth {
    private static final int[] HOSTS = {1_000, 3_000, 10_000, 30_000, 100_000, 200_000};
    private static final int PROVIDERS_A_HOST = 5;
    private static final int HOSTS_FOR_THE_REST = 10_000;
    private static final long NANOS_EACH = 1_500_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SearchGrowth() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, CandidateRequest> kinds = new TreeMap<>();
        kinds.put("limit=10", plain(4).limitedTo(10));
        kinds.put("limit=1000", plain(4).limitedTo(1000));
        kinds.put("limit=10, a VF", groups(1, 1).limitedTo(10));
        kinds.put("limit=10, a VF of one NIC in a hundred", traits(1).limitedTo(10));
        kinds.put("limit=10, nowhere", plain(65).limitedTo(10));
        LogPlot plot = new LogPlot("hosts of five providers", "µs of processor time for a search");
        System.out.println("| hosts | request | steps | median | heap a provider |\n|---|---|---|---|---|");
        long before = heapAfterCollection();
        for (int hosts : HOSTS) {
            RegionView view = new NestedRegion(hosts).view();
            long bytes = (heapAfterCollection() - before) / (PROVIDERS_A_HOST * hosts);
            for (Map.Entry<String, CandidateRequest> kind : kinds.entrySet()) {
                Cost cost = cost(view, kind.getValue());
                plot.add(kind.getKey(), hosts, cost.micros());
                System.out.printf(Locale.ROOT, "| %,d | %s | %s | %d B |%n", hosts, kind.getKey(), cost, bytes);
            }
            for (String explained : List.of("limit=10, a VF", "limit=10, nowhere")) {
                CandidateRequest request = kinds.get(explained);
                double micros = micros(() -> Explainer.explain(view, request));
                System.out.printf(
                        Locale.ROOT, "| %,d | %s, explained | | %,.1f µs | %d B |%n", hosts, explained, micros, bytes);
            }
        }
        RegionView rest = new NestedRegion(HOSTS_FOR_THE_REST).view();
        grow(rest, "limit", new int[] {1, 10, 100, 1000, 10_000}, limit -> plain(4).limitedTo(limit));
        grow(
                rest,
                "groups of one VF, limit=10",
                new int[] {1, 2, 4, 8, 16},
                groups -> groups(groups, 1).limitedTo(10));
        grow(
                rest,
                "groups of one VF, limit=1000",
                new int[] {1, 2, 4, 8, 16},
                g -> groups(g, 1).limitedTo(1000));
        grow(
                rest,
                "traits of which a NIC needs one",
                new int[] {1, 4, 16, 64},
                traits -> traits(traits).limitedTo(10));
        if (arguments.length > 0) {
            Files.writeString(Path.of(arguments[0]), plot.svg());
        }
    }

    private static void grow(
            RegionView view, String what, int[] sizes, java.util.function.IntFunction<CandidateRequest> request) {
        System.out.println("\n| " + what + " | steps | median |\n|---|---|---|");
        for (int size : sizes) {
            System.out.printf(Locale.ROOT, "| %,d | %s |%n", size, cost(view, request.apply(size)));
        }
    }

    private record Cost(long steps, double micros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d | %,.1f µs", steps, micros);
        }
    }

    private static Cost cost(RegionView view, CandidateRequest request) {
        Supplier<Candidates> search = () -> CandidateSearch.search(view, request);
        return new Cost(search.get().steps(), micros(search));
    }

    private static double micros(Supplier<?> work) {
        List<Long> taken = new ArrayList<>();
        for (long end = System.nanoTime() + NANOS_EACH; System.nanoTime() < end; ) {
            long begin = THREADS.getCurrentThreadCpuTime();
            work.get();
            taken.add(THREADS.getCurrentThreadCpuTime() - begin);
        }
        // What came before the compiler was done is of no interest.
        long[] late = taken.subList(taken.size() / 2, taken.size()).stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return late[late.length / 2] / 1e3;
    }

    private static long heapAfterCollection() {
        for (int times = 0; times < 3; times++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static RequestGroup plainGroup(long cpus) {
        return RequestGroup.of(
                RequestGroup.UNSUFFIXED,
                ImmutableSortedMap.of(
                        NestedRegion.VCPU, cpus, NestedRegion.MEMORY_MB, 8192L, NestedRegion.DISK_GB, 20L));
    }

    private static CandidateRequest plain(long cpus) {
        return CandidateRequest.of(plainGroup(cpus));
    }

    private static CandidateRequest groups(int groups, long vfs) {
        RequestGroup[] all = IntStream.range(0, groups)
                .mapToObj(group -> RequestGroup.of("_" + group, ImmutableSortedMap.of(NestedRegion.VF, vfs)))
                .toArray(RequestGroup[]::new);
        RequestGroup[] withPlain = Arrays.copyOf(all, groups + 1);
        withPlain[groups] = plainGroup(4);
        return CandidateRequest.of(withPlain);
    }

    /** A VF of a NIC that has one of so many traits, all but one of which no NIC has. */
    private static CandidateRequest traits(int traits) {
        ImmutableSortedSet.Builder<Trait> any = ImmutableSortedSet.naturalOrder();
        any.add(NestedRegion.RARE);
        IntStream.range(1, traits).forEach(trait -> any.add(Trait.of("CUSTOM_" + trait)));
        return CandidateRequest.of(
                plainGroup(4),
                new RequestGroup(
                        "_NET",
                        ImmutableSortedMap.of(NestedRegion.VF, 1L),
                        ImmutableList.of(any.build()),
                        ImmutableSortedSet.of(),
                        ImmutableList.of(),
                        ImmutableSortedSet.of(),
                        Optional.empty(),
                        ImmutableList.of()));
    }
}
