package dev.berth.simulator.workload;

/**
 * How often an operation happened, how it was answered, and how long that took from before the send to the last byte of
 * the answer.
 *
 * @param perSecond answers a second
 */
public record OperationSummary(
        Operation operation,
        long granted,
        long refused,
        long unexpected,
        long lost,
        double perSecond,
        double p50Ms,
        double p90Ms,
        double p99Ms,
        double maxMs) {}
