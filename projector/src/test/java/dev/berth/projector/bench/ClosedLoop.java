package dev.berth.projector.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.HdrHistogram.Recorder;

/** Keeps so many calls under way, each followed by the next as soon as it is answered, and times them. */
final class ClosedLoop {
    private static final long HIGHEST_NS = Duration.ofMinutes(1).toNanos();
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Supplier<CompletionStage<Void>> call;
    private final Recorder latencies = new Recorder(HIGHEST_NS, 3);
    private final CountDownLatch lanes;
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private final long endNs;

    /**
     * @param perSecond calls that were answered, a second
     * @param cpuUs what the whole process spent on one: the steadier number on a busy machine
     */
    record Result(int underWay, double perSecond, double p50Ms, double p99Ms, double cpuUs) {}

    private ClosedLoop(Supplier<CompletionStage<Void>> call, int underWay, long endNs) {
        this.call = call;
        this.lanes = new CountDownLatch(underWay);
        this.endNs = endNs;
    }

    static Result run(int underWay, Duration time, Supplier<CompletionStage<Void>> call) throws InterruptedException {
        long startNs = System.nanoTime();
        long startCpuNs = CPU.getProcessCpuTime();
        ClosedLoop loop = new ClosedLoop(call, underWay, startNs + time.toNanos());
        for (int lane = 0; lane < underWay; lane++) {
            loop.next();
        }
        loop.lanes.await();
        if (loop.failed.get() != null) {
            throw new IllegalStateException("expected an answer", loop.failed.get());
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        var histogram = loop.latencies.getIntervalHistogram();
        return new Result(
                underWay,
                histogram.getTotalCount() / seconds,
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                (CPU.getProcessCpuTime() - startCpuNs) / 1e3 / histogram.getTotalCount());
    }

    private void next() {
        long sentNs = System.nanoTime();
        if (sentNs > endNs) {
            lanes.countDown();
            return;
        }
        call.get().whenComplete((nothing, failure) -> {
            if (failure != null) {
                failed.compareAndSet(null, failure);
                lanes.countDown();
                return;
            }
            latencies.recordValue(System.nanoTime() - sentNs);
            next();
        });
    }
}
