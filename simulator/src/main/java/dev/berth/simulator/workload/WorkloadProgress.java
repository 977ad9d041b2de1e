package dev.berth.simulator.workload;

/**
 * The progress of a running workload.
 *
 * @param share of the work that is done, from 0 to 1
 * @param held consumers alive now
 */
public record WorkloadProgress(double share, long claimed, long refused, long released, int held) {}
