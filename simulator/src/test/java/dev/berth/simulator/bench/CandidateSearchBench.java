package dev.berth.simulator.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.request.CandidateRequest;
import dev.berth.ledger.candidate.request.RequestGroup;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.search.CandidateSearch;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a search takes, and its tail, while about 1,000 claims a second are applied by another thread and each swaps
 * the view that the search reads.
 */
@State(Scope.Group)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class CandidateSearchBench {
    private static final long BETWEEN_CLAIMS_NS = 1_000_000;

    @Param({"1000", "10000", "100000"})
    public int hosts;

    @Param({"PLAIN_10", "PLAIN_1000", "NIC_10", "RARE_NIC_10", "NEVER_10"})
    public Kind kind;

    private NestedRegion region;
    private volatile RegionView view;

    /** What is asked. */
    public enum Kind {
        PLAIN_10(10, 4, ImmutableList.of()),
        PLAIN_1000(1000, 4, ImmutableList.of()),
        NIC_10(10, 4, ImmutableList.of(vf(ImmutableList.of()))),
        RARE_NIC_10(10, 4, ImmutableList.of(vf(ImmutableList.of(ImmutableSortedSet.of(NestedRegion.RARE))))),
        NEVER_10(10, 65, ImmutableList.of());

        private final CandidateRequest request;

        Kind(int limit, long cpus, ImmutableList<RequestGroup> suffixed) {
            RequestGroup unsuffixed = RequestGroup.of(
                    RequestGroup.UNSUFFIXED,
                    ImmutableSortedMap.of(
                            NestedRegion.VCPU, cpus, NestedRegion.MEMORY_MB, 8192L, NestedRegion.DISK_GB, 20L));
            request = CandidateRequest.of(ImmutableList.<RequestGroup>builder()
                            .add(unsuffixed)
                            .addAll(suffixed)
                            .build()
                            .toArray(RequestGroup[]::new))
                    .limitedTo(limit);
        }

        private static RequestGroup vf(ImmutableList<ImmutableSortedSet<Trait>> required) {
            return new RequestGroup(
                    "_NET",
                    ImmutableSortedMap.of(NestedRegion.VF, 1L),
                    required,
                    ImmutableSortedSet.of(),
                    ImmutableList.of(),
                    ImmutableSortedSet.of(),
                    Optional.empty(),
                    ImmutableList.of());
        }
    }

    @Setup
    public void fill() {
        region = new NestedRegion(hosts);
        view = region.view();
    }

    @Benchmark
    @Group("search")
    public Candidates search() {
        return CandidateSearch.search(view, kind.request);
    }

    /** What this takes is the pause between two claims and the claim. */
    @Benchmark
    @Group("search")
    public void claim() {
        LockSupport.parkNanos(BETWEEN_CLAIMS_NS);
        view = region.claimed(view);
    }
}
