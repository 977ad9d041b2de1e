package dev.berth.simulator.workload;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What a scheduler asks room for.
 *
 * @param name for people
 * @param weight how often it is asked for, relative to the others
 * @param resources amounts by resource class
 * @param required traits that the providers must have
 */
public record Flavor(
        String name, int weight, ImmutableSortedMap<String, Long> resources, ImmutableList<String> required) {
    /** A mix that a simulated fleet can hold: mostly small, some with a network device, few with an offloading one. */
    public static final ImmutableList<Flavor> USUAL = ImmutableList.of(
            new Flavor("small", 8, sizes(1, 2048, 10), ImmutableList.of()),
            new Flavor("medium", 4, sizes(2, 4096, 20), ImmutableList.of("HW_CPU_X86_AVX2")),
            new Flavor("large", 1, sizes(8, 16384, 40), ImmutableList.of()),
            new Flavor("network", 2, sizes(2, 4096, 20, 1), ImmutableList.of()),
            new Flavor("offload", 1, sizes(2, 4096, 20, 1), ImmutableList.of("HW_NIC_OFFLOAD_GRO")));

    /** One of the flavors, by their weights. */
    public static Flavor draw(ImmutableList<Flavor> flavors, SplittableRandom random) {
        int left = random.nextInt(flavors.stream().mapToInt(Flavor::weight).sum());
        for (Flavor flavor : flavors) {
            left -= flavor.weight();
            if (left < 0) {
                return flavor;
            }
        }
        throw new IllegalStateException("expected a flavor within the sum of the weights but got none");
    }

    /** The path that asks where this could fit, with a limit on the answers. */
    public String candidatesPath(int limit) {
        String amounts = resources.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        String traits = required.isEmpty() ? "" : "&required=" + String.join(",", required);
        return "/allocation_candidates?resources=" + amounts + traits + "&limit=" + limit;
    }

    private static ImmutableSortedMap<String, Long> sizes(long vcpus, long memoryMb, long diskGb) {
        return ImmutableSortedMap.of("VCPU", vcpus, "MEMORY_MB", memoryMb, "DISK_GB", diskGb);
    }

    private static ImmutableSortedMap<String, Long> sizes(long vcpus, long memoryMb, long diskGb, long functions) {
        return ImmutableSortedMap.of(
                "VCPU", vcpus, "MEMORY_MB", memoryMb, "DISK_GB", diskGb, "SRIOV_NET_VF", functions);
    }
}
