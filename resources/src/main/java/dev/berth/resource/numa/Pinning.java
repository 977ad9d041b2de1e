package dev.berth.resource.numa;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ThreadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which free dedicated CPUs of a host cell the vCPUs of a guest get, core by core. Made once for each host cell, as it
 * looks at all of its CPUs; whether so many vCPUs find room is then a question of a few numbers.
 */
final class Pinning {
    private static final int NONE = 0;

    /** Some cores give more threads than others, as nothing else is left. */
    private static final int ANY_NUMBER = -1;

    private final List<List<Integer>> freeCores = new ArrayList<>();
    private final int freeCpus;
    private final int freeThreads;

    /** How many cores have so many free threads or more. */
    private final int[] coresByThreads;

    Pinning(HostCell host) {
        ImmutableSortedSet<Integer> free = ImmutableSortedSet.copyOf(host.freeDedicatedCpus());
        TreeSet<Integer> alone = new TreeSet<>(free);
        int threadsPerCore = 1;
        for (ImmutableSortedSet<Integer> core : host.cell().siblings()) {
            threadsPerCore = Math.max(threadsPerCore, core.size());
            List<Integer> ofCore = core.stream().filter(free::contains).toList();
            if (!ofCore.isEmpty()) {
                freeCores.add(ofCore);
                ofCore.forEach(alone::remove);
            }
        }
        alone.forEach(cpu -> freeCores.add(List.of(cpu)));
        freeCpus = free.size();
        freeThreads = freeCores.stream().mapToInt(List::size).sum();
        coresByThreads = new int[threadsPerCore + 1];
        freeCores.forEach(core -> coresByThreads[core.size()]++);
        for (int threads = threadsPerCore - 1; threads > 0; threads--) {
            coresByThreads[threads] += coresByThreads[threads + 1];
        }
    }

    int freeCpus() {
        return freeCpus;
    }

    /** Whether so many vCPUs find room under the policy. */
    boolean hasRoomFor(int vcpus, ThreadPolicy policy) {
        return vcpus == 0 || threadsUsed(vcpus, policy) != NONE;
    }

    /**
     * Host CPUs by vCPU.
     *
     * @throws IllegalStateException if there is no room
     */
    ImmutableSortedMap<Integer, Integer> pin(ImmutableSortedSet<Integer> vcpus, ThreadPolicy policy) {
        ImmutableSortedMap.Builder<Integer, Integer> pinning = ImmutableSortedMap.naturalOrder();
        if (!vcpus.isEmpty()) {
            int threads = threadsUsed(vcpus.size(), policy);
            if (threads == NONE) {
                throw new IllegalStateException("expected room for " + vcpus.size() + " vCPUs but there is none");
            }
            List<Integer> cpus = new ArrayList<>();
            int threadsMin = policy == ThreadPolicy.ISOLATE ? coresByThreads.length - 1 : threads;
            for (List<Integer> core : freeCores) {
                if (threads == ANY_NUMBER) {
                    cpus.addAll(core);
                } else if (core.size() >= threadsMin) {
                    cpus.addAll(core.subList(0, threads));
                }
            }
            int index = 0;
            for (int vcpu : vcpus) {
                pinning.put(vcpu, cpus.get(index++));
            }
        }
        return pinning.build();
    }

    /** How many threads of each core are used: as many as possible, so that a guest keeps whole cores together. */
    private int threadsUsed(int vcpus, ThreadPolicy policy) {
        int threadsPerCore = coresByThreads.length - 1;
        if (policy == ThreadPolicy.ISOLATE) {
            return coresByThreads[threadsPerCore] >= vcpus ? 1 : NONE;
        }
        for (int threads = threadsPerCore; threads > 1; threads--) {
            if (threads * coresByThreads[threads] >= vcpus) {
                return threads;
            }
        }
        if (policy == ThreadPolicy.REQUIRE) {
            return NONE;
        }
        return coresByThreads[1] >= vcpus ? 1 : freeThreads >= vcpus ? ANY_NUMBER : NONE;
    }
}
