package dev.berth.events.command;

import dev.berth.events.model.MalformedException;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ProviderId;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether each CPU of a host is in one of its cells at most, shared or dedicated, and in one core at most. Cells that
 * have a CPU in common would pin two guests to it.
 */
final class CellCpus {
    private final ProviderId host;
    private final TreeMap<Integer, Integer> cellOf = new TreeMap<>();

    private CellCpus(ProviderId host) {
        this.host = host;
    }

    /** @throws MalformedException if a CPU is in two cells or cores, or in a core of a cell that it is not in */
    static void require(ProviderId host, Collection<NumaCell> cells) {
        CellCpus cpus = new CellCpus(host);
        cells.forEach(cpus::add);
        cells.forEach(cpus::requireCores);
        cpus.requireOneCoreEach(cells);
    }

    private void add(NumaCell cell) {
        cell.sharedCpus().forEach(cpu -> add(cell, cpu));
        cell.dedicatedCpus().forEach(cpu -> add(cell, cpu));
    }

    private void add(NumaCell cell, int cpu) {
        Integer other = cellOf.put(cpu, cell.id());
        if (other != null) {
            throw new MalformedException("expected each CPU of host " + host + " in one cell, shared or dedicated, but"
                    + " got CPU " + cpu
                    + (other == cell.id() ? " twice in cell " + other : " in cells " + other + " and " + cell.id()));
        }
    }

    private void requireCores(NumaCell cell) {
        cell.siblings()
                .forEach(core -> core.forEach(cpu -> {
                    int home = cellOf.getOrDefault(cpu, cell.id());
                    if (home != cell.id()) {
                        throw new MalformedException("expected the siblings of cell " + cell.id() + " of host " + host
                                + " to be CPUs of that cell but got CPU " + cpu + " of cell " + home);
                    }
                }));
    }

    private void requireOneCoreEach(Collection<NumaCell> cells) {
        TreeSet<Integer> seen = new TreeSet<>();
        cells.forEach(cell -> cell.siblings()
                .forEach(core -> core.forEach(cpu -> {
                    if (!seen.add(cpu)) {
                        throw new MalformedException(
                                "expected each CPU of host " + host + " in one set of siblings but got CPU " + cpu
                                        + " in two, the second in cell " + cell.id());
                    }
                })));
    }
}
