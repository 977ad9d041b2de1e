package dev.berth.agent.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads NUMA nodes from sys/devices/system/node as they stand there. */
record NodeReader(KernelTree sys, CpuReader cpus) {
    static final String NODE = "devices/system/node/";

    /** In the order of their ids. */
    List<KernelNode> nodes() {
        TreeSet<Integer> ids = new TreeSet<>();
        for (String name : sys.names(NODE)) {
            if (name.matches("node[0-9]{1,6}")) {
                ids.add(Integer.parseInt(name.substring("node".length())));
            }
        }
        return ids.stream().map(id -> node(id, ids.size())).toList();
    }

    static String directory(int id) {
        return NODE + "node" + id + "/";
    }

    private KernelNode node(int id, int nodes) {
        String directory = directory(id);
        Optional<CpuSet> told = told(directory, id);
        return new KernelNode(
                id,
                told,
                told.orElse(CpuSet.EMPTY).intersection(cpus.online()),
                Meminfo.totalMb(sys.text(directory + "meminfo").orElse("")),
                hugePages(directory + "hugepages/"),
                distances(directory, nodes));
    }

    /** Old kernels have the mask alone; links are what is left where neither can be read. */
    private Optional<CpuSet> told(String directory, int id) {
        return sys.list(directory + "cpulist")
                .or(() -> sys.mask(directory + "cpumap"))
                .or(() -> Optional.of(links(directory)).filter(linked -> !linked.isEmpty()))
                .or(() -> Optional.of(cpus.linkedTo(id)).filter(linked -> !linked.isEmpty()));
    }

    private CpuSet links(String directory) {
        return CpuSet.of(sys.names(directory).stream()
                .filter(name -> name.matches("cpu[0-9]{1,5}"))
                .map(name -> Integer.parseInt(name.substring("cpu".length())))
                .toList());
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

    /** One number a node. With another count it is not known whose they are. */
    private List<Integer> distances(String directory, int nodes) {
        String[] words = sys.text(directory + "distance").orElse("").split("\\s+");
        List<Integer> distances = new ArrayList<>();
        for (String word : words) {
            if (word.matches("[0-9]{1,6}")) {
                distances.add(Integer.parseInt(word));
            }
        }
        return distances.size() == nodes ? distances : List.of();
    }
}
