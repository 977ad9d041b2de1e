package dev.berth.simulator.bench;

import dev.berth.ledger.state.RegionView;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the law takes for one claim on a host, its cell and its NIC: to decide it, apply it and make the view
 * after it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 6, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
public class LedgerApplyBench {
    private static final int HOSTS = 20_000;

    private final NestedRegion region = new NestedRegion(HOSTS);
    private final RegionView empty = region.view();
    private RegionView view;

    /** So that there is room for all claims of an iteration. */
    @Setup(Level.Iteration)
    public void release() {
        view = empty;
    }

    @Benchmark
    public RegionView apply() {
        view = region.claimed(view);
        return view;
    }
}
