package dev.berth.agent.host;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which nodes of memory without CPUs are the host's ordinary memory. The kernel shows the memory of a GPU that CPUs can
 * address (AC922, GH200, GB200) as such a node, and it shows memory behind CXL and persistent memory as one, too.
 * Guests must not get the former, so a node counts only if something speaks for it.
 */
final class MemoryNodes {
    /** From here on Linux itself takes a node for too far to be used along with the near one. */
    private static final int FAR = 30;

    private static final Pattern GPU_NODE = Pattern.compile("(?m)^node:\\s*([0-9]{1,6})\\s*$");

    private final KernelTree sys;
    private final TreeSet<Integer> ofGpus = new TreeSet<>();
    private final TreeMap<Integer, Integer> places = new TreeMap<>();
    private final TreeSet<Integer> withCpus = new TreeSet<>();

    MemoryNodes(KernelTree proc, KernelTree sys, List<KernelNode> nodes) {
        this.sys = sys;
        for (KernelNode node : nodes) {
            places.put(node.id(), places.size());
            if (!node.cpus().isEmpty()) {
                withCpus.add(node.id());
            }
        }
        for (String gpu : proc.names("driver/nvidia/gpus")) {
            String status =
                    proc.text("driver/nvidia/gpus/" + gpu + "/numa_status").orElse("");
            Matcher matcher = GPU_NODE.matcher(status.toLowerCase(Locale.ROOT));
            if (matcher.find()) {
                ofGpus.add(Integer.parseInt(matcher.group(1)));
            }
        }
    }

    /** Why guests must not get the node's memory; empty if they may. */
    Optional<String> objection(KernelNode node) {
        if (ofGpus.contains(node.id())) {
            return Optional.of("it is the memory of a GPU");
        }
        if (isIn("has_generic_initiator", node.id())) {
            return Optional.of("a device that reads memory by itself has it");
        }
        boolean isOrdinary =
                isIn("has_normal_memory", node.id()) || !initiators(node.id()).isEmpty() || isNear(node);
        return isOrdinary
                ? Optional.empty()
                : Optional.of(
                        "it has no CPUs, and neither has_normal_memory, nor initiators with CPUs, nor a distance of"
                                + " at most " + FAR + " says that it is ordinary memory");
    }

    /**
     * The one node with CPUs that the firmware names as the nearest to this memory. Class 1 counts CPUs alone, so it
     * goes before class 0, in which a device may be nearer.
     */
    OptionalInt onlyInitiator(KernelNode node) {
        TreeSet<Integer> initiators = initiators(node.id());
        return initiators.size() == 1 ? OptionalInt.of(initiators.first()) : OptionalInt.empty();
    }

    private TreeSet<Integer> initiators(int node) {
        TreeSet<Integer> ofClass1 = initiators(node, "access1");
        return ofClass1.isEmpty() ? initiators(node, "access0") : ofClass1;
    }

    private TreeSet<Integer> initiators(int node, String access) {
        TreeSet<Integer> initiators = new TreeSet<>();
        for (String name : sys.names(NodeReader.directory(node) + access + "/initiators")) {
            if (name.matches("node[0-9]{1,6}")) {
                initiators.add(Integer.parseInt(name.substring("node".length())));
            }
        }
        initiators.retainAll(withCpus);
        return initiators;
    }

    private boolean isNear(KernelNode node) {
        return !node.distances().isEmpty()
                && withCpus.stream().anyMatch(near -> node.distances().get(places.get(near)) <= FAR);
    }

    private boolean isIn(String file, int node) {
        return sys.list(NodeReader.NODE + file).orElse(CpuSet.EMPTY).contains(node);
    }
}
