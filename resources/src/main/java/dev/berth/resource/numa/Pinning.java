package dev.berth.resource.numa;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.events.model.ThreadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Which free dedicated CPUs of a cell the vCPUs of a guest get, core by core. */
final class Pinning {
    private final ImmutableSortedSet<Integer> vcpus;
    private final List<List<Integer>> freeCores = new ArrayList<>();
    private int threadsPerCore = 1;

    private Pinning(HostCell host, ImmutableSortedSet<Integer> vcpus) {
        this.vcpus = vcpus;
        TreeSet<Integer> alone = new TreeSet<>(host.freeDedicatedCpus());
        for (ImmutableSortedSet<Integer> core : host.cell().siblings()) {
            threadsPerCore = Math.max(threadsPerCore, core.size());
            List<Integer> free =
                    List.copyOf(ImmutableSortedSet.copyOf(Sets.intersection(core, host.freeDedicatedCpus())));
            if (!free.isEmpty()) {
                freeCores.add(free);
                alone.removeAll(free);
            }
        }
        alone.forEach(cpu -> freeCores.add(List.of(cpu)));
    }

    /** Host CPUs by vCPU; empty if the policy cannot be kept. */
    static Optional<ImmutableSortedMap<Integer, Integer>> pin(
            HostCell host, ImmutableSortedSet<Integer> vcpus, ThreadPolicy policy) {
        Pinning pinning = new Pinning(host, vcpus);
        return switch (policy) {
            case PREFER -> pinning.onSiblings(1).or(() -> pinning.onCores(pinning.singleThreads(), 1));
            case REQUIRE -> pinning.onSiblings(2);
            case ISOLATE -> pinning.onCores(pinning.coresWith(pinning.threadsPerCore), 1);
        };
    }

    /** As many threads of each core as possible, so that a guest keeps whole cores together; at least this many. */
    private Optional<ImmutableSortedMap<Integer, Integer>> onSiblings(int threadsMin) {
        for (int threads = threadsPerCore; threads >= threadsMin; threads--) {
            Optional<ImmutableSortedMap<Integer, Integer>> pinning = onCores(coresWith(threads), threads);
            if (pinning.isPresent()) {
                return pinning;
            }
        }
        return Optional.empty();
    }

    private Optional<ImmutableSortedMap<Integer, Integer>> onCores(List<List<Integer>> cores, int threads) {
        if (threads * cores.size() < vcpus.size()) {
            return Optional.empty();
        }
        ImmutableSortedMap.Builder<Integer, Integer> pinning = ImmutableSortedMap.naturalOrder();
        int index = 0;
        for (int vcpu : vcpus) {
            pinning.put(vcpu, cores.get(index / threads).get(index % threads));
            index++;
        }
        return Optional.of(pinning.build());
    }

    private List<List<Integer>> coresWith(int threads) {
        return freeCores.stream().filter(core -> core.size() >= threads).toList();
    }

    private List<List<Integer>> singleThreads() {
        return freeCores.stream().flatMap(List::stream).map(List::of).toList();
    }
}
