package dev.berth.cli.simulation;

import dev.berth.cli.option.WordConverter;
import dev.berth.simulator.trace.GpuUnit;
import dev.berth.simulator.trace.TraceArrivals;
import dev.berth.simulator.trace.TracePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which trace is replayed, and how. */
final class TraceOptions {
    /** A policy by its word. */
    private static final class PolicyWord extends WordConverter<TracePolicy> {
        PolicyWord() {
            super(TracePolicy.values(), TracePolicy::text);
        }
    }

    private static final class ArrivalsWord extends WordConverter<TraceArrivals> {
        ArrivalsWord() {
            super(TraceArrivals.values(), TraceArrivals::text);
        }
    }

    private static final class GpuUnitWord extends WordConverter<GpuUnit> {
        GpuUnitWord() {
            super(GpuUnit.values(), GpuUnit::text);
        }
    }

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            required = true,
            description = "Replay the tasks of FILE in this process, with no service: a list of tasks in the form of "
                    + "the openb GPU trace.")
    private Path tasks;

    @Option(
            names = "--nodes",
            paramLabel = "FILE",
            description = "The hosts of the trace (default: openb_node_list_gpu_node.csv beside the tasks).")
    private Optional<Path> nodes = Optional.empty();

    @Option(
            names = "--one-in",
            paramLabel = "N",
            defaultValue = "1",
            description = "Keep one host in N of the list (default: ${DEFAULT-VALUE}, all of them).")
    private int oneIn;

    @Option(
            names = "--arrivals",
            converter = ArrivalsWord.class,
            paramLabel = "HOW",
            defaultValue = "inflated",
            description = "inflated: tasks drawn at random until --asked is reached, which never end; lifetimes: each "
                    + "comes and ends as recorded (default: ${DEFAULT-VALUE}).")
    private TraceArrivals arrivals;

    @Option(
            names = "--asked",
            paramLabel = "PERCENT",
            defaultValue = "130",
            description = "Draw tasks until they have asked for that much of the GPU capacity (default: "
                    + "${DEFAULT-VALUE}).")
    private int askedPercent;

    @Option(
            names = "--gpus",
            converter = GpuUnitWord.class,
            paramLabel = "AS",
            defaultValue = "parts",
            description = "parts: a thousand of each GPU; devices: a task that asks for a part gets it whole (default: "
                    + "${DEFAULT-VALUE}).")
    private GpuUnit unit;

    @Option(
            names = "--policies",
            converter = PolicyWord.class,
            paramLabel = "POLICY",
            split = ",",
            defaultValue = "random,first,pack,spread,balanced,least-fragmentation",
            description = "In which order candidates are asked for; the first is claimed (default: all of random, "
                    + "first, pack, spread, balanced and least-fragmentation).")
    private List<TracePolicy> policies;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "1",
            description = "Replay N times, with seeds from --seed on, and show the mean (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with tables and plots to FILE.")
    private Optional<Path> page = Optional.empty();

    Path tasks() {
        return tasks;
    }

    Path nodes() {
        return nodes.orElseGet(() -> tasks.resolveSibling("openb_node_list_gpu_node.csv"));
    }

    int oneIn() {
        return oneIn;
    }

    TraceArrivals arrivals() {
        return arrivals;
    }

    int askedPercent() {
        return askedPercent;
    }

    GpuUnit unit() {
        return unit;
    }

    List<TracePolicy> policies() {
        return policies;
    }

    int repeats() {
        return repeats;
    }

    Optional<Path> page() {
        return page;
    }

    /** What is wrong with the numbers, in words; empty if nothing is. */
    Optional<String> wrong() {
        if (oneIn < 1 || oneIn > 1_000_000) {
            return Optional.of("--one-in takes a number from 1 to 1000000 but was " + oneIn);
        }
        if (askedPercent < 1 || askedPercent > 1_000) {
            return Optional.of("--asked takes a number from 1 to 1000 but was " + askedPercent);
        }
        if (repeats < 1 || repeats > 1_000) {
            return Optional.of("--repeats takes a number from 1 to 1000 but was " + repeats);
        }
        return Optional.empty();
    }
}
