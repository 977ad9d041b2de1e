package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ConsumerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/** Replays a trace once, one task after the other. The same spec gives the same points on every machine. Immutable. */
public final class TraceReplay {
    /** So many points in all, at equal steps of what is asked for, or of tasks. */
    private static final int POINTS = 26;

    private final TraceRegion empty;
    private final ImmutableList<TraceTask> tasks;
    private final GpuUnit unit;

    /** Thousandths of GPUs that all hosts have together. */
    private final long capacityMilli;

    public TraceReplay(ImmutableList<TraceNode> nodes, ImmutableList<TraceTask> tasks, GpuUnit unit) {
        this.tasks = tasks;
        this.unit = unit;
        this.capacityMilli =
                nodes.stream().mapToLong(node -> 1000L * node.gpus()).sum();
        if (capacityMilli == 0) {
            throw new TraceException("expected hosts with GPUs but there is none among " + nodes.size() + " hosts");
        }
        this.empty = TraceRegion.of(nodes, unit);
        if (tasks.stream().noneMatch(task -> task.gpus() > 0)) {
            throw new TraceException("expected tasks that ask for GPUs but there is none among " + tasks.size());
        }
    }

    /**
     * Draws tasks with replacement until they have asked for a share of the GPU capacity; none of them ends.
     *
     * @param askedMost 1.3 for 130 % of the capacity
     * @param progress given the share of the work that is done, from 0 to 1
     */
    public ImmutableList<TracePoint> inflated(
            TracePolicy policy, long seed, double askedMost, DoubleConsumer progress) {
        SplittableRandom draws = new SplittableRandom(seed);
        Run run = new Run(policy, seed);
        long mostMilli = Math.round(askedMost * capacityMilli);
        for (int point = 1; point <= POINTS; point++) {
            while (run.askedMilli < mostMilli * point / POINTS) {
                run.arrive(tasks.get(draws.nextInt(tasks.size())));
            }
            run.measure();
            progress.accept(point / (double) POINTS);
        }
        return run.points.build();
    }

    /** Each task comes at its time and ends at its time; the moments that are measured are those of arrivals. */
    public ImmutableList<TracePoint> withLifetimes(TracePolicy policy, long seed, DoubleConsumer progress) {
        List<Change> changes = new ArrayList<>();
        for (int at = 0; at < tasks.size(); at++) {
            changes.add(new Change(tasks.get(at).createdAt(), true, at));
            if (tasks.get(at).deletedAt().isPresent()) {
                changes.add(new Change(endOf(tasks.get(at)), false, at));
            }
        }
        changes.sort(Comparator.naturalOrder());
        Run run = new Run(policy, seed);
        Map<Integer, ConsumerId> placed = new HashMap<>();
        int measured = 0;
        for (int at = 0; at < changes.size(); at++) {
            Change change = changes.get(at);
            TraceTask task = tasks.get(change.task());
            if (change.isArrival()) {
                run.arrive(task).ifPresent(consumer -> placed.put(change.task(), consumer));
            } else {
                run.leave(task, Optional.ofNullable(placed.remove(change.task())));
            }
            if (change.isArrival() && run.arrived * POINTS >= (measured + 1L) * tasks.size()) {
                measured++;
                run.measure();
                progress.accept(measured / (double) POINTS);
            }
        }
        return run.points.build();
    }

    /** At least a second after it came, since of changes in one second those who leave come first. */
    private static long endOf(TraceTask task) {
        return Math.max(task.deletedAt().getAsLong(), task.createdAt() + 1);
    }

    /** Of changes in one second those who leave come first, to make room. */
    private record Change(long at, boolean isArrival, int task) implements Comparable<Change> {
        @Override
        public int compareTo(Change other) {
            return Comparator.comparingLong(Change::at)
                    .thenComparing(Change::isArrival)
                    .thenComparingInt(Change::task)
                    .compare(this, other);
        }
    }

    /** The state of one replay. */
    private final class Run {
        private final TraceRegion region;
        private final GpuRoom room = new GpuRoom(unit, tasks);
        private final ImmutableList.Builder<TracePoint> points = ImmutableList.builder();
        private long askedMilli;
        private long allocatedMilli;
        private long arrived;
        private long refused;

        private Run(TracePolicy policy, long seed) {
            this.region = empty.with(policy, seed);
        }

        private Optional<ConsumerId> arrive(TraceTask task) {
            Optional<ConsumerId> consumer = region.place(task);
            arrived++;
            askedMilli += task.gpuMilliInAll();
            if (consumer.isPresent()) {
                allocatedMilli += task.gpuMilliInAll();
            } else {
                refused++;
            }
            return consumer;
        }

        private void leave(TraceTask task, Optional<ConsumerId> consumer) {
            askedMilli -= task.gpuMilliInAll();
            if (consumer.isPresent()) {
                region.release(consumer.get());
                allocatedMilli -= task.gpuMilliInAll();
            }
        }

        private void measure() {
            GpuRoom.Free free = room.measure(region.view().forest());
            double capacity = capacityMilli / 1000.0;
            points.add(new TracePoint(
                    askedMilli / (double) capacityMilli,
                    allocatedMilli / (double) capacityMilli,
                    (capacity - free.free()) / capacity,
                    free.stranded(),
                    free.fragmented() / capacity,
                    arrived,
                    refused));
        }
    }
}
