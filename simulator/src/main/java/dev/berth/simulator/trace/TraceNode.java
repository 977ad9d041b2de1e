package dev.berth.simulator.trace;

/**
 * A host of a trace.
 *
 * @param cpuMilli thousandths of a CPU
 * @param memoryMib 1 or more
 * @param gpus how many GPUs it has, all of one model; 0 for a host without
 * @param model empty if it has no GPU
 */
public record TraceNode(String name, long cpuMilli, long memoryMib, int gpus, String model) {}
