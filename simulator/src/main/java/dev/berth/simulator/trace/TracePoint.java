package dev.berth.simulator.trace;

/**
 * How full a cluster is at one moment of a replay. Shares are of the GPU capacity of all hosts, 1 being all of it.
 *
 * @param askedShare what all tasks that have come so far have asked for, whether they got it or not; of a replay with
 *     lifetimes, what the tasks that are there ask for
 * @param allocatedShare what the tasks that hold something have asked for
 * @param heldShare what is held: more than that where a task that asks for a part of a GPU holds it whole
 * @param strandedGpus what is free on hosts on which none of the trace's GPU tasks fits any more, in GPUs
 * @param fragmentedShare what is free and of no use to a GPU task drawn from the trace, on average
 * @param tasks how many tasks have come so far
 * @param refused how many of them found no candidate
 */
public record TracePoint(
        double askedShare,
        double allocatedShare,
        double heldShare,
        double strandedGpus,
        double fragmentedShare,
        long tasks,
        long refused) {}
