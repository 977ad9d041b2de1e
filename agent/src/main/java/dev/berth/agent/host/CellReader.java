package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes cells of the kernel's NUMA nodes: each CPU in one of them at most, and no memory but the host's own. */
final class CellReader {
    private final CpuReader cpus;
    private final HostWarnings warnings;
    private final List<KernelNode> nodes;
    private final MemoryNodes memoryNodes;
    private final TreeMap<Integer, KernelNode> kept = new TreeMap<>();
    private final TreeMap<Integer, Integer> standIns = new TreeMap<>();
    private final TreeMap<Integer, Integer> cellOfCpu = new TreeMap<>();
    private long leftOutMb;

    CellReader(KernelTree proc, KernelTree sys, CpuReader cpus) {
        this.cpus = cpus;
        this.warnings = sys.warnings();
        this.nodes = new NodeReader(sys, cpus).nodes();
        this.memoryNodes = new MemoryNodes(proc, sys, nodes);
    }

    /** To be called once. */
    NumaNodes cells() {
        nodes.forEach(this::sort);
        giveCpusToTheirMemory();
        warnOfDividedCores();
        List<NumaNode> cells = kept.values().stream().map(this::cell).toList();
        return new NumaNodes(
                cells,
                leftOutMb,
                cells.stream().mapToLong(NumaNode::memoryMb).sum(),
                ImmutableSortedMap.copyOfSorted(standIns));
    }

    private void sort(KernelNode node) {
        if (node.told().isEmpty()) {
            warnings.add(NodeReader.directory(node.id()), "its CPUs cannot be read, so it is no cell");
            memoryNodes.objection(node).ifPresent(why -> leftOutMb += node.memoryMb());
        } else if (node.isMemoryAlone()) {
            sortMemory(node);
        } else {
            sortByCpus(node);
        }
    }

    /** Empty nodes are places for memory that is not there. */
    private void sortMemory(KernelNode node) {
        if (node.memoryMb() == 0) {
            return;
        }
        Optional<String> objection = memoryNodes.objection(node);
        if (objection.isEmpty()) {
            kept.put(node.id(), node);
        } else {
            leaveOut(node, objection.get());
        }
    }

    private void sortByCpus(KernelNode node) {
        for (int cpu : node.cpus().ids()) {
            Integer other = cellOfCpu.get(cpu);
            if (other != null) {
                leaveOut(node, "CPU " + cpu + " is in node " + other + ", too, and no CPU can be in two");
                standIns.put(node.id(), other);
                return;
            }
        }
        node.cpus().ids().forEach(cpu -> cellOfCpu.put(cpu, node.id()));
        kept.put(node.id(), node);
    }

    private void leaveOut(KernelNode node, String why) {
        leftOutMb += node.memoryMb();
        warnings.add(
                NodeReader.directory(node.id()), "left out with its " + node.memoryMb() + " MiB of memory: " + why);
    }

    /** Firmware may put CPUs and the memory nearest to them into nodes of their own. Guests need both in one. */
    private void giveCpusToTheirMemory() {
        for (KernelNode memory : List.copyOf(kept.values())) {
            OptionalInt initiator = memory.isMemoryAlone() ? memoryNodes.onlyInitiator(memory) : OptionalInt.empty();
            KernelNode near = initiator.isPresent() ? kept.get(initiator.getAsInt()) : null;
            if (near != null && near.memoryMb() == 0 && !near.cpus().isEmpty()) {
                kept.remove(near.id());
                standIns.put(near.id(), memory.id());
                near.cpus().ids().forEach(cpu -> cellOfCpu.put(cpu, memory.id()));
                kept.put(
                        memory.id(),
                        new KernelNode(
                                memory.id(),
                                near.told(),
                                near.cpus(),
                                memory.memoryMb(),
                                memory.pages(),
                                memory.distances()));
            }
        }
    }

    private void warnOfDividedCores() {
        cellOfCpu.forEach((cpu, cell) -> {
            for (int thread : cpus.core(cpu).ids()) {
                Integer other = cellOfCpu.get(thread);
                if (thread > cpu && other != null && !other.equals(cell)) {
                    warnings.add(
                            NodeReader.directory(other),
                            "CPU " + thread + " is a thread of the same core as CPU " + cpu + " of node " + cell
                                    + "; they are taken for two cores");
                }
            }
        });
    }

    private NumaNode cell(KernelNode node) {
        return new NumaNode(
                node.id(),
                node.cpus(),
                siblings(node.cpus()),
                node.memoryMb(),
                node.pages(),
                socket(node.cpus()),
                distances(node));
    }

    private List<CpuSet> siblings(CpuSet ofCell) {
        List<CpuSet> cores = new ArrayList<>();
        TreeSet<Integer> seen = new TreeSet<>();
        for (int cpu : ofCell.ids()) {
            if (!seen.contains(cpu)) {
                CpuSet core = cpus.core(cpu).intersection(ofCell);
                seen.addAll(core.ids());
                cores.add(core);
            }
        }
        return cores;
    }

    /** A cell has the socket of its CPUs only if they agree: half a truth would place a guest wrongly. */
    private OptionalInt socket(CpuSet ofCell) {
        TreeSet<Integer> sockets = new TreeSet<>();
        for (int cpu : ofCell.ids()) {
            sockets.add(cpus.socketOf(cpu).orElse(-1));
        }
        return sockets.size() == 1 && sockets.first() >= 0 ? OptionalInt.of(sockets.first()) : OptionalInt.empty();
    }

    private ImmutableSortedMap<Integer, Integer> distances(KernelNode node) {
        TreeMap<Integer, Integer> distances = new TreeMap<>();
        for (int i = 0; i < node.distances().size(); i++) {
            int other = nodes.get(i).id();
            if (kept.containsKey(other)) {
                distances.put(other, node.distances().get(i));
            }
        }
        return ImmutableSortedMap.copyOfSorted(distances);
    }
}
