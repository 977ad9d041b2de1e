package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedSet;

/**
 * What a host's CPUs can do, in the words of proc/cpuinfo.
 *
 * @param vendor as x86 has it, such as {@code GenuineIntel}; empty where it does not say
 * @param models as PowerPC has them, such as {@code POWER9 (raw), altivec supported}
 * @param flags what all CPUs of the host have: {@code flags} on x86, {@code Features} on ARM
 * @param hasThreads whether any core runs more than one thread now
 */
public record CpuFeatures(
        String vendor, ImmutableSortedSet<String> models, ImmutableSortedSet<String> flags, boolean hasThreads) {
    public static final CpuFeatures NONE = new CpuFeatures("", ImmutableSortedSet.of(), ImmutableSortedSet.of(), false);
}
