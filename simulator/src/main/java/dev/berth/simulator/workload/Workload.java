package dev.berth.simulator.workload;

import dev.berth.simulator.placement.PlacementClient;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs schedulers against a service until their limit. What they still hold then stays in the books, and with the
 * service.
 */
public final class Workload {
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(100);

    private final PlacementClient client;
    private final WorkloadSpec spec;
    private final Holdings holdings;
    private final BooleanSupplier isStopped;

    /** A workload that keeps its books here; they may hold consumers from before, which it leaves alone. */
    public Workload(PlacementClient client, WorkloadSpec spec, Holdings holdings) {
        this(client, spec, holdings, () -> false);
    }

    /**
     * As above.
     *
     * @param isStopped whether to end before the limit, once what is under way is answered; asked on the client's event
     *     loop
     */
    public Workload(PlacementClient client, WorkloadSpec spec, Holdings holdings, BooleanSupplier isStopped) {
        this.client = client;
        this.spec = spec;
        this.holdings = holdings;
        this.isStopped = isStopped;
    }

    /**
     * Blocks until all schedulers have ended.
     *
     * @param progress told several times a second, on the client's event loop, which it must not block
     */
    public WorkloadReport run(Consumer<WorkloadProgress> progress) throws InterruptedException {
        try {
            return client.onLoop(() -> start(progress))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("expected schedulers to end by themselves but one failed", e.getCause());
        }
    }

    private Future<WorkloadReport> start(Consumer<WorkloadProgress> progress) {
        WorkloadContext desk = new WorkloadContext(client, spec.limit(), holdings, isStopped);
        SplittableRandom seeds = new SplittableRandom(spec.seed());
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < spec.clients(); i++) {
            running.add(new Scheduler(spec, desk, seeds.split()).run());
        }
        Runnable silence = client.every(PROGRESS_EVERY, () -> progress.accept(desk.progress()));
        return Future.all(running).map(all -> desk.report(spec)).onComplete(ended -> {
            silence.run();
            progress.accept(desk.progress());
        });
    }
}
