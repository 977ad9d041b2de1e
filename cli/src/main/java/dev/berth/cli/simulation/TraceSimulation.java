package dev.berth.cli.simulation;

import com.google.common.collect.ImmutableList;
import dev.berth.cli.output.Progress;
import dev.berth.simulator.trace.TraceArrivals;
import dev.berth.simulator.trace.TraceException;
import dev.berth.simulator.trace.TraceFiles;
import dev.berth.simulator.trace.TraceNode;
import dev.berth.simulator.trace.TracePoint;
import dev.berth.simulator.trace.TracePolicy;
import dev.berth.simulator.trace.TraceReplay;
import dev.berth.simulator.trace.TraceReport;
import dev.berth.simulator.trace.TraceTask;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/** Replays a trace with each policy and each seed, and shows how far it is. */
final class TraceSimulation {
    private static final double PERCENT = 100.0;
    private static final long PROGRESS_STEPS = 1_000;

    private final TraceOptions options;
    private final PrintWriter err;

    TraceSimulation(TraceOptions options, PrintWriter err) {
        this.options = options;
        this.err = err;
    }

    /**
     * Replays all of it.
     *
     * @throws CannotRunException if a file cannot be read, or is no part of a trace
     */
    TraceReport run(long firstSeed) {
        try {
            ImmutableList<TraceNode> all = read(options.nodes(), TraceFiles::nodes);
            ImmutableList.Builder<TraceNode> some = ImmutableList.builder();
            for (int at = 0; at < all.size(); at += options.oneIn()) {
                some.add(all.get(at));
            }
            ImmutableList<TraceNode> nodes = some.build();
            ImmutableList<TraceTask> tasks = read(options.tasks(), TraceFiles::tasks);
            TraceReplay replay = new TraceReplay(nodes, tasks, options.unit());
            ImmutableList.Builder<Long> seeds = ImmutableList.builder();
            for (int at = 0; at < options.repeats(); at++) {
                seeds.add(firstSeed + at);
            }
            ImmutableList.Builder<TraceReport.Line> lines = ImmutableList.builder();
            for (TracePolicy policy : options.policies()) {
                lines.add(TraceReport.Line.of(policy, replays(replay, policy, seeds.build())));
            }
            return new TraceReport(
                    options.tasks(),
                    nodes.size(),
                    nodes.stream().mapToLong(TraceNode::gpus).sum(),
                    tasks.size(),
                    options.arrivals(),
                    options.unit(),
                    seeds.build(),
                    lines.build());
        } catch (TraceException wrong) {
            throw new CannotRunException(wrong.getMessage(), wrong);
        }
    }

    private List<ImmutableList<TracePoint>> replays(TraceReplay replay, TracePolicy policy, List<Long> seeds) {
        List<ImmutableList<TracePoint>> replays = new ArrayList<>();
        try (Progress progress = Progress.of("replaying, " + policy.text(), PROGRESS_STEPS * seeds.size(), err)) {
            for (long seed : seeds) {
                long before = PROGRESS_STEPS * replays.size();
                DoubleConsumer shown = share ->
                        progress.at(before + Math.round(share * PROGRESS_STEPS), PROGRESS_STEPS * seeds.size());
                replays.add(
                        options.arrivals() == TraceArrivals.INFLATED
                                ? replay.inflated(policy, seed, options.askedPercent() / PERCENT, shown)
                                : replay.withLifetimes(policy, seed, shown));
            }
        }
        return replays;
    }

    @FunctionalInterface
    private interface Reader<T> {
        ImmutableList<T> read(Path file) throws IOException;
    }

    private static <T> ImmutableList<T> read(Path file, Reader<T> reader) {
        try {
            return reader.read(file);
        } catch (NoSuchFileException e) {
            throw new CannotRunException("there is no file " + file, e);
        } catch (IOException e) {
            throw new CannotRunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
