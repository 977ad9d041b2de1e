package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableSortedSet;
import java.util.OptionalLong;

/**
 * A task of a trace.
 *
 * @param gpus how many GPUs it asks for; 0 for a task without
 * @param gpuMilli thousandths of each of them: below 1000 it shares a GPU with others, and then asks for one
 * @param models any of these models of GPU will do; empty if every model does
 * @param createdAt when it asked, in seconds since the trace began
 * @param deletedAt when it ended; empty if the trace does not say
 */
public record TraceTask(
        String name,
        long cpuMilli,
        long memoryMib,
        int gpus,
        int gpuMilli,
        ImmutableSortedSet<String> models,
        long createdAt,
        OptionalLong deletedAt) {
    /** The thousandths of a GPU that it asks for in all. */
    public long gpuMilliInAll() {
        return (long) gpus * gpuMilli;
    }

    /** What it asks for, whatever its name and time. */
    public Shape shape() {
        return new Shape(cpuMilli, memoryMib, gpus, gpuMilli, models);
    }

    /** What a task asks for. */
    public record Shape(long cpuMilli, long memoryMib, int gpus, int gpuMilli, ImmutableSortedSet<String> models) {}
}
