package dev.berth.simulator.workload;

import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What all schedulers of a workload share: the line to the service, the clock, the counts and the books. One thread
 * only.
 */
final class WorkloadContext {
    private static final int NO_STATUS = 0;

    private final PlacementClient client;
    private final Limit limit;
    private final Holdings holdings;
    private final BooleanSupplier isStopped;
    private final Measurements measurements = new Measurements();
    private final long startNanos = System.nanoTime();
    private long claimsBegun;
    private long claimsDecided;
    private long withoutCandidates;

    WorkloadContext(PlacementClient client, Limit limit, Holdings holdings, BooleanSupplier isStopped) {
        this.client = client;
        this.limit = limit;
        this.holdings = holdings;
        this.isStopped = isStopped;
    }

    /** Sends, times and judges; complains of what must not be answered. Never fails. */
    Future<CheckedAnswer> perform(Operation operation, PlacementRequest request) {
        long sentNanos = System.nanoTime();
        return client.send(request)
                .map(answer -> new CheckedAnswer(operation.judge(answer), answer))
                .otherwise(failure -> new CheckedAnswer(
                        AnswerCheck.LOST, new PlacementAnswer(NO_STATUS, Buffer.buffer(String.valueOf(failure)))))
                .onSuccess(answered -> {
                    measurements.record(operation, answered.verdict(), System.nanoTime() - sentNanos);
                    if (answered.verdict() == AnswerCheck.UNEXPECTED) {
                        complain(request + " (" + operation.label() + ") was answered " + answered.answer());
                    }
                });
    }

    /** Takes one of the claims that are left to be made; false if none is, time is up, or all is stopped. */
    boolean beginsAnother() {
        if (isStopped.getAsBoolean()
                || claimsBegun >= limit.claims()
                || elapsed().compareTo(limit.time()) >= 0) {
            return false;
        }
        claimsBegun++;
        return true;
    }

    /** The claim that was begun came to no claim; somebody may make it instead. */
    void returnsClaim() {
        claimsBegun--;
    }

    void decidedClaim() {
        claimsDecided++;
    }

    void foundNoCandidates() {
        withoutCandidates++;
        claimsDecided++;
    }

    void complain(String complaint) {
        measurements.complain(complaint);
    }

    Holdings holdings() {
        return holdings;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    WorkloadProgress progress() {
        return new WorkloadProgress(
                limit.share(claimsDecided, elapsed()),
                measurements.count(Operation.CLAIM, AnswerCheck.GRANTED),
                measurements.count(Operation.CLAIM, AnswerCheck.REFUSED),
                measurements.count(Operation.RELEASE, AnswerCheck.GRANTED)
                        + measurements.count(Operation.EMPTY, AnswerCheck.GRANTED),
                holdings.size());
    }

    WorkloadReport report(WorkloadSpec spec) {
        Duration wall = elapsed();
        return new WorkloadReport(
                spec,
                wall,
                measurements.summaries(wall),
                withoutCandidates,
                holdings.size(),
                measurements.complaints(),
                measurements.complaintCount());
    }
}
