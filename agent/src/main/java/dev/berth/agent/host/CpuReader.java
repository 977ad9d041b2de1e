package dev.berth.agent.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Reads CPUs and NUMA cells from sys/devices/system, with proc/cpuinfo as the second source for the count. */
record CpuReader(KernelTree proc, KernelTree sys) {
    private static final String CPU = "devices/system/cpu/";
    private static final String NODE = "devices/system/node/";

    CpuTopology topology() {
        CpuSet online = sys.cpus(CPU + "online").or(this::fromCpuInfo).orElse(CpuSet.EMPTY);
        TreeSet<Integer> sockets = new TreeSet<>();
        TreeSet<String> cores = new TreeSet<>();
        for (int cpu : online.ids()) {
            socketOf(cpu).ifPresent(sockets::add);
            threadsOfCore(cpu).ifPresent(threads -> cores.add(threads.toString()));
        }
        return new CpuTopology(online, sockets.size(), cores.size());
    }

    List<HostCell> cells() {
        TreeSet<Integer> ids = new TreeSet<>();
        for (String name : sys.names(NODE)) {
            if (name.matches("node[0-9]{1,6}")) {
                ids.add(Integer.parseInt(name.substring("node".length())));
            }
        }
        return ids.stream().map(this::cell).toList();
    }

    private HostCell cell(int id) {
        String directory = NODE + "node" + id + "/";
        CpuSet cpus = sys.cpus(directory + "cpulist").orElse(CpuSet.EMPTY);
        long memoryMb = Meminfo.totalMb(sys.text(directory + "meminfo").orElse(""));
        return new HostCell(id, cpus, siblings(cpus), memoryMb, hugePages(directory + "hugepages/"), socket(cpus));
    }

    /** A cell has the socket of its CPUs only if they agree: half a truth would place a guest wrongly. */
    private OptionalInt socket(CpuSet cpus) {
        TreeSet<Integer> sockets = new TreeSet<>();
        for (int cpu : cpus.ids()) {
            sockets.add(socketOf(cpu).orElse(-1));
        }
        return sockets.size() == 1 && sockets.first() >= 0 ? OptionalInt.of(sockets.first()) : OptionalInt.empty();
    }

    private List<CpuSet> siblings(CpuSet cpus) {
        List<CpuSet> cores = new ArrayList<>();
        for (int cpu : cpus.ids()) {
            CpuSet threads = threadsOfCore(cpu).orElseGet(() -> CpuSet.of(List.of(cpu)));
            CpuSet inCell = threads.intersection(cpus);
            if (!cores.contains(inCell)) {
                cores.add(inCell);
            }
        }
        return cores;
    }

    private List<HugePages> hugePages(String directory) {
        List<HugePages> pages = new ArrayList<>();
        for (String name : sys.names(directory)) {
            if (name.matches("hugepages-[0-9]{1,9}kB")) {
                int sizeKb = Integer.parseInt(name.substring("hugepages-".length(), name.length() - "kB".length()));
                long total = sys.number(directory + name + "/nr_hugepages").orElse(0);
                long free = sys.number(directory + name + "/free_hugepages").orElse(0);
                pages.add(new HugePages(sizeKb, total, free));
            }
        }
        pages.sort(Comparator.comparingInt(HugePages::sizeKb));
        return pages;
    }

    private OptionalInt socketOf(int cpu) {
        return sys.id(CPU + "cpu" + cpu + "/topology/physical_package_id");
    }

    /** Kernels since 5.3 say core_cpus_list; the older name is kept by all of them so far. */
    private Optional<CpuSet> threadsOfCore(int cpu) {
        String topology = CPU + "cpu" + cpu + "/topology/";
        return sys.cpus(topology + "core_cpus_list")
                .or(() -> sys.cpus(topology + "thread_siblings_list"))
                .filter(threads -> threads.ids().contains(cpu));
    }

    private Optional<CpuSet> fromCpuInfo() {
        List<Integer> ids = new ArrayList<>();
        for (String line : proc.text("cpuinfo").orElse("").lines().toList()) {
            if (line.matches("processor\\s*:\\s*[0-9]{1,6}\\s*")) {
                ids.add(Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()));
            }
        }
        return Optional.of(CpuSet.of(ids));
    }
}
