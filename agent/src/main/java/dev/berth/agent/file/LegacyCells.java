package dev.berth.agent.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.host.CpuSet;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The NUMA cells of a resource dictionary: what they have, not what guests use of them. A wrong cell is a problem,
 * not skipped.
 */
final class LegacyCells {
    private final TreeMap<Integer, NumaCell> cells = new TreeMap<>();
    private final List<String> problems;

    LegacyCells(List<String> problems) {
        this.problems = problems;
    }

    void add(JsonNode cell) {
        OptionalInt id = count(cell.path("id"));
        OptionalInt memoryMb = count(cell.path("memory"));
        Optional<CpuSet> shared = cpus(cell.path("cpuset"));
        Optional<CpuSet> dedicated = cpus(cell.path("pcpuset"));
        if (id.isEmpty() || memoryMb.isEmpty() || shared.isEmpty() || dedicated.isEmpty()) {
            problems.add(
                    "numa_topology: expected a cell with id and memory of 0 or more and CPU lists cpuset and pcpuset"
                            + " but got " + cell);
            return;
        }
        // Before pcpuset existed, one set was both.
        CpuSet pinnable = dedicated.get();
        NumaCell known = cells.put(
                id.getAsInt(),
                new NumaCell(
                        id.getAsInt(),
                        sorted(shared.get().without(pinnable)),
                        sorted(pinnable),
                        memoryMb.getAsInt(),
                        siblings(cell.path("siblings")),
                        pages(cell.path("mempages")),
                        count(cell.path("socket"))));
        if (known != null) {
            problems.add("numa_topology: expected each cell once but got " + id.getAsInt() + " twice");
        }
    }

    /** In the order of their ids. */
    ImmutableList<NumaCell> cells() {
        return ImmutableList.copyOf(cells.values());
    }

    private ImmutableList<ImmutableSortedSet<Integer>> siblings(JsonNode lists) {
        ImmutableList.Builder<ImmutableSortedSet<Integer>> siblings = ImmutableList.builder();
        for (JsonNode list : lists) {
            Optional<CpuSet> core = cpus(list);
            if (core.isPresent()) {
                siblings.add(sorted(core.get()));
            } else {
                problems.add("numa_topology: expected a list of sibling CPUs but got " + list);
            }
        }
        return siblings.build();
    }

    private ImmutableList<MemoryPages> pages(JsonNode entries) {
        ImmutableList.Builder<MemoryPages> pages = ImmutableList.builder();
        for (JsonNode entry : entries) {
            JsonNode page = LegacyHostFile.unwrapped(entry);
            OptionalInt sizeKb = count(page.path("size_kb"));
            OptionalInt total = count(page.path("total"));
            if (sizeKb.orElse(0) > 0 && total.isPresent()) {
                pages.add(new MemoryPages(
                        sizeKb.getAsInt(),
                        total.getAsInt(),
                        count(page.path("reserved")).orElse(0)));
            } else {
                problems.add("numa_topology: expected pages with size_kb and total but got " + entry);
            }
        }
        return pages.build();
    }

    /** A list of numbers or the kernel's text form; absent is none. */
    private static Optional<CpuSet> cpus(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.of(CpuSet.EMPTY);
        }
        if (value.isTextual()) {
            return CpuSet.parse(value.textValue());
        }
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : value) {
            if (count(id).isEmpty()) {
                return Optional.empty();
            }
            ids.add(id.intValue());
        }
        return value.isArray() ? Optional.of(CpuSet.of(ids)) : Optional.empty();
    }

    private static OptionalInt count(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0
                ? OptionalInt.of(value.intValue())
                : OptionalInt.empty();
    }

    private static ImmutableSortedSet<Integer> sorted(CpuSet cpus) {
        return ImmutableSortedSet.copyOf(cpus.ids());
    }
}
