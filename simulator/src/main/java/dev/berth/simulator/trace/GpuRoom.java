package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.forest.Forest;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what is free of the GPUs of a region, and of what use that is to the tasks of a trace. It knows the trace,
 * which the order of candidates does not. Immutable.
 */
final class GpuRoom {
    private final GpuUnit unit;

    /** The GPU tasks of the trace by what they ask for, and how many there are of each. */
    private final ImmutableMap<TraceTask.Shape, Long> shapes;

    private final long tasks;

    /** What is free, in GPUs. */
    record Free(double free, double stranded, double fragmented) {}

    /** The free room of one host; of each of its GPUs, or of all together if they are counted as devices. */
    private record Host(long cpuMilli, long memoryMib, List<Long> gpus, List<String> traits) {}

    GpuRoom(GpuUnit unit, List<TraceTask> trace) {
        this.unit = unit;
        Map<TraceTask.Shape, Long> counts = new LinkedHashMap<>();
        trace.stream().filter(task -> task.gpus() > 0).forEach(task -> counts.merge(task.shape(), 1L, Long::sum));
        this.shapes = ImmutableMap.copyOf(counts);
        this.tasks = counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Free measure(Forest forest) {
        double free = 0;
        double stranded = 0;
        double fragmented = 0;
        for (int at = 0; at < forest.blocks(); at++) {
            TreeBlock block = forest.block(at);
            for (int bit = 0; bit < block.size(); bit++) {
                Host host = host(block.tree(bit));
                double here = host.gpus().stream().mapToLong(Long::longValue).sum() / (double) unit.unitsOfOne();
                double useless = 0;
                boolean isStranded = true;
                for (Map.Entry<TraceTask.Shape, Long> shape : shapes.entrySet()) {
                    boolean fits = fits(shape.getKey(), host);
                    isStranded &= !fits;
                    useless += shape.getValue() * (fits ? tooSmall(shape.getKey(), host) : here);
                }
                free += here;
                stranded += isStranded ? here : 0;
                fragmented += tasks == 0 ? 0 : useless / tasks;
            }
        }
        return new Free(free, stranded, fragmented);
    }

    private Host host(Tree tree) {
        long cpu = 0;
        long memory = 0;
        List<Long> gpus = new ArrayList<>();
        List<String> traits = new ArrayList<>();
        for (int member = 0; member < tree.size(); member++) {
            int row = tree.firstRow(member);
            for (ResourceClass name : tree.inventories(member).keySet()) {
                long left = Math.max(0, tree.free(row++));
                if (name.equals(GpuUnit.CPU)) {
                    cpu = left;
                } else if (name.equals(GpuUnit.MEMORY)) {
                    memory = left;
                } else if (name.equals(unit.resourceClass())) {
                    gpus.add(left);
                    tree.traits(member).forEach(trait -> traits.add(trait.name()));
                }
            }
        }
        return new Host(cpu, memory, gpus, traits);
    }

    private boolean fits(TraceTask.Shape task, Host host) {
        if (task.cpuMilli() > host.cpuMilli()
                || task.memoryMib() > host.memoryMib()
                || !task.models().isEmpty()
                        && task.models().stream()
                                .noneMatch(model -> host.traits()
                                        .contains(GpuUnit.trait(model).name()))) {
            return false;
        }
        long places = host.gpus().stream()
                .mapToLong(left -> left / unit.amountOfOne(task))
                .sum();
        return places >= task.gpus();
    }

    /** What is free in pieces that are smaller than the task asks for, in GPUs. */
    private double tooSmall(TraceTask.Shape task, Host host) {
        return host.gpus().stream()
                        .filter(left -> left < unit.amountOfOne(task))
                        .mapToLong(Long::longValue)
                        .sum()
                / (double) unit.unitsOfOne();
    }
}
