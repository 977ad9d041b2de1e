package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What replays of one trace came to.
 *
 * @param tasks the file of tasks
 * @param hosts how many hosts there are
 * @param gpus how many GPUs they have together
 * @param traceTasks how many tasks the file has
 */
public record TraceReport(
        Path tasks,
        int hosts,
        long gpus,
        int traceTasks,
        TraceArrivals arrivals,
        GpuUnit unit,
        ImmutableList<Long> seeds,
        ImmutableList<Line> lines) {
    /**
     * One policy.
     *
     * @param points the mean of all seeds at each point
     * @param lowest the least that was allocated at the last point by any seed, as a share of the GPU capacity
     * @param highest the most
     */
    public record Line(TracePolicy policy, ImmutableList<TracePoint> points, double lowest, double highest) {
        /** The mean of several replays of one policy, which have as many points each. */
        public static Line of(TracePolicy policy, List<ImmutableList<TracePoint>> replays) {
            ImmutableList.Builder<TracePoint> points = ImmutableList.builder();
            for (int at = 0; at < replays.get(0).size(); at++) {
                int point = at;
                List<TracePoint> all =
                        replays.stream().map(replay -> replay.get(point)).toList();
                points.add(new TracePoint(
                        mean(all, TracePoint::askedShare),
                        mean(all, TracePoint::allocatedShare),
                        mean(all, TracePoint::heldShare),
                        mean(all, TracePoint::strandedGpus),
                        mean(all, TracePoint::fragmentedShare),
                        Math.round(mean(all, TracePoint::tasks)),
                        Math.round(mean(all, TracePoint::refused))));
            }
            double[] last = replays.stream()
                    .mapToDouble(replay -> replay.get(replay.size() - 1).allocatedShare())
                    .sorted()
                    .toArray();
            return new Line(policy, points.build(), last[0], last[last.length - 1]);
        }

        private static double mean(List<TracePoint> points, ToDoubleFunction<TracePoint> value) {
            return points.stream().mapToDouble(value).average().orElseThrow();
        }

        /** The point at which the share that was asked for is closest to this one. */
        public TracePoint at(double asked) {
            return points.stream()
                    .min(Comparator.comparingDouble(point -> Math.abs(point.askedShare() - asked)))
                    .orElseThrow();
        }

        /** The last point. */
        public TracePoint last() {
            return points.get(points.size() - 1);
        }
    }

    /** What others have published of the same; only of tasks that never end, with parts of GPUs. */
    public ImmutableList<PublishedResults.Line> published() {
        return arrivals == TraceArrivals.INFLATED && unit == GpuUnit.PARTS
                ? PublishedResults.of(tasks, gpus)
                : ImmutableList.of();
    }
}
