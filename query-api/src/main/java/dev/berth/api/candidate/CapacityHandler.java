package dev.berth.api.candidate;

import dev.berth.api.command.Backend;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.ledger.candidate.capacity.CapacityCount;
import dev.berth.ledger.candidate.capacity.CapacityReport;
import dev.berth.ledger.candidate.capacity.CapacityText;
import dev.berth.ledger.state.RegionView;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * GET /capacity (1.10): how many more of a request for candidates fit, where, what runs out first, and which smaller
 * request would fit. A count looks at every host and may take seconds, so it has a thread of its own; a few may wait,
 * and each has a deadline.
 */
public final class CapacityHandler {
    private static final int THREADS = 1;
    private static final int WAITING_MAX = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Backend backend;
    private final Duration deadline;
    private final BoundedThreads threads = new BoundedThreads("capacity", THREADS, WAITING_MAX);

    public CapacityHandler(Backend backend) {
        this(backend, DEADLINE);
    }

    CapacityHandler(Backend backend, Duration deadline) {
        this.backend = backend;
        this.deadline = deadline;
    }

    public CompletionStage<Answer> count(Call call) {
        long untilNs = System.nanoTime() + deadline.toNanos();
        try {
            return threads.make(() -> {
                requireTime(untilNs);
                return answer(call, CapacityQuery.parse(call.query(), call.version()), untilNs);
            });
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many capacities are being counted; ask again.")
                    .exception();
        }
    }

    /** A count that was cut by a clock would be another one on each machine, so there is none. */
    private void requireTime(long untilNs) {
        if (System.nanoTime() - untilNs > 0) {
            throw Problem.notServed("It was not counted within " + deadline.toSeconds()
                            + " s; ask again when there is less to do, or for fewer groups.")
                    .exception();
        }
    }

    private Answer answer(Call call, CapacityQuery query, long untilNs) {
        RegionView view = backend.view(call);
        CapacityReport report = query.request(view)
                .map(request -> CapacityReport.of(
                        view, request, query.by(), CapacityCount.STEPS_MAX, () -> requireTime(untilNs)))
                .orElse(CapacityReport.NONE);
        return call.prefersText()
                ? Answer.text(200, Answer.TEXT + "; charset=utf-8", CapacityText.of(report))
                        .fresh()
                : Answer.ok(json -> CapacityWriter.write(json, view.position(), report, query.by()))
                        .fresh();
    }
}
