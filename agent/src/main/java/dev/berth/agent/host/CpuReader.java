package dev.berth.agent.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the CPUs that the host has switched on and how they are packaged, from sys/devices/system/cpu with proc/cpuinfo
 * as the second source. It is the host's CPUs that count, not those that a cgroup or cpuset leaves to the agent.
 */
final class CpuReader {
    private static final String CPU = "devices/system/cpu/";

    private final KernelTree sys;
    private final CpuInfo info;
    private final CpuSet online;
    private final TreeMap<Integer, CpuSet> coreOf = new TreeMap<>();

    CpuReader(KernelTree proc, KernelTree sys) {
        this.sys = sys;
        this.info = CpuInfo.read(proc);
        this.online = readOnline();
        TreeMap<String, CpuSet> coresOfInfo = coresOfInfo();
        for (int cpu : online.ids()) {
            // Each CPU is in one core alone, even if the kernel's sets contradict each other.
            if (!coreOf.containsKey(cpu)) {
                List<Integer> threads = siblings(cpu)
                        .orElseGet(() -> coresOfInfo.getOrDefault(info.cores().getOrDefault(cpu, ""), CpuSet.EMPTY))
                        .ids()
                        .stream()
                        .filter(thread -> thread == cpu || online.contains(thread) && !coreOf.containsKey(thread))
                        .toList();
                CpuSet core = CpuSet.of(threads.isEmpty() ? List.of(cpu) : threads);
                core.ids().forEach(thread -> coreOf.put(thread, core));
            }
        }
    }

    CpuInfo info() {
        return info;
    }

    CpuTopology topology() {
        TreeSet<Integer> sockets = new TreeSet<>();
        TreeSet<Integer> cores = new TreeSet<>();
        boolean isTold = false;
        for (int cpu : online.ids()) {
            socketOf(cpu).ifPresent(sockets::add);
            cores.add(coreOf.get(cpu).ids().get(0));
            isTold |=
                    sys.exists(CPU + "cpu" + cpu + "/topology") || info.cores().containsKey(cpu);
        }
        return new CpuTopology(online, sockets.size(), isTold ? cores.size() : 0);
    }

    /** Whether any core runs two threads now. */
    boolean hasThreads() {
        return coreOf.values().stream().anyMatch(core -> core.size() > 1);
    }

    /** The threads of the core that the CPU is one of, in the order of their ids. */
    CpuSet core(int cpu) {
        return coreOf.getOrDefault(cpu, CpuSet.of(List.of(cpu)));
    }

    OptionalInt socketOf(int cpu) {
        OptionalInt told = sys.id(CPU + "cpu" + cpu + "/topology/physical_package_id");
        Integer inInfo = info.sockets().get(cpu);
        return told.isPresent() || inInfo == null ? told : OptionalInt.of(inInfo);
    }

    /** The nodes that a CPU's own directory links to, for a node that does not tell its CPUs. */
    CpuSet linkedTo(int node) {
        return CpuSet.of(online.ids().stream()
                .filter(cpu -> sys.exists(CPU + "cpu" + cpu + "/node" + node))
                .toList());
    }

    CpuSet online() {
        return online;
    }

    private CpuSet readOnline() {
        return sys.list(CPU + "online")
                .filter(cpus -> !cpus.isEmpty())
                .or(this::switchedOn)
                .orElse(info.cpus());
    }

    /** Kernels before 2.6.26 tell it at each CPU that can be switched off, and have no list. */
    private Optional<CpuSet> switchedOn() {
        List<Integer> cpus = new ArrayList<>();
        for (String name : sys.names(CPU)) {
            if (name.matches("cpu[0-9]{1,5}")
                    && sys.number(CPU + name + "/online").orElse(1) != 0) {
                cpus.add(Integer.parseInt(name.substring("cpu".length())));
            }
        }
        return cpus.isEmpty() ? Optional.empty() : Optional.of(CpuSet.of(cpus));
    }

    /**
     * Kernels since 5.3 say core_cpus, and keep the older name so far; those before 2.6.26 have masks alone. A set
     * without the CPU itself is no answer.
     */
    private Optional<CpuSet> siblings(int cpu) {
        String topology = CPU + "cpu" + cpu + "/topology/";
        return sys.list(topology + "core_cpus_list")
                .filter(threads -> threads.contains(cpu))
                .or(() -> sys.list(topology + "thread_siblings_list"))
                .filter(threads -> threads.contains(cpu))
                .or(() -> sys.mask(topology + "core_cpus"))
                .filter(threads -> threads.contains(cpu))
                .or(() -> sys.mask(topology + "thread_siblings"))
                .filter(threads -> threads.contains(cpu));
    }

    private TreeMap<String, CpuSet> coresOfInfo() {
        TreeMap<String, List<Integer>> byCore = new TreeMap<>();
        info.cores()
                .forEach((cpu, core) ->
                        byCore.computeIfAbsent(core, name -> new ArrayList<>()).add(cpu));
        TreeMap<String, CpuSet> cores = new TreeMap<>();
        byCore.forEach((core, cpus) -> cores.put(core, CpuSet.of(cpus)));
        return cores;
    }
}
