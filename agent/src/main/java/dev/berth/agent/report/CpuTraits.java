package dev.berth.agent.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.io.Resources;
import dev.berth.agent.host.CpuFeatures;
import dev.berth.events.model.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The traits that a host's CPUs give it, by the names of os-traits. They say what the CPUs can do; which of it a
 * hypervisor hands on to its guests is the hypervisor's to say.
 */
final class CpuTraits {
    private static final Trait HYPERTHREADING = Trait.of("HW_CPU_HYPERTHREADING");

    /** 32-bit ARM kernels have some of the same words, but neither of these two. */
    private static final ImmutableList<String> AARCH64_ALONE = ImmutableList.of("fp", "asimd");

    static final ImmutableList<Entry> TABLE = table();

    private CpuTraits() {}

    /** One line of the table. */
    record Entry(String kind, String word, Trait trait) {}

    static ImmutableSortedSet<Trait> of(CpuFeatures features) {
        TreeSet<Trait> traits = new TreeSet<>();
        if (features.hasThreads()) {
            traits.add(HYPERTHREADING);
        }
        ImmutableSortedSet<String> kinds = kinds(features);
        for (Entry entry : TABLE) {
            if (kinds.contains(entry.kind()) && has(features, entry)) {
                traits.add(entry.trait());
            }
        }
        return ImmutableSortedSet.copyOfSorted(traits);
    }

    private static boolean has(CpuFeatures features, Entry entry) {
        return features.flags().contains(entry.word())
                || features.models().stream()
                        .anyMatch(model -> model.toLowerCase(Locale.ROOT).startsWith(entry.word()));
    }

    /** X86 names a vendor, PowerPC a model, and ARM neither. */
    private static ImmutableSortedSet<String> kinds(CpuFeatures features) {
        if (features.flags().contains("fpu") || features.flags().contains("cx8")) {
            return ImmutableSortedSet.of("x86", "x86/" + features.vendor());
        }
        if (features.flags().stream().anyMatch(AARCH64_ALONE::contains)) {
            return ImmutableSortedSet.of("aarch64");
        }
        return features.models().isEmpty() ? ImmutableSortedSet.of() : ImmutableSortedSet.of("ppc64le");
    }

    private static ImmutableList<Entry> table() {
        ImmutableList.Builder<Entry> table = ImmutableList.builder();
        try {
            for (String line : Resources.readLines(
                    Resources.getResource(CpuTraits.class, "cpu-traits.txt"), StandardCharsets.UTF_8)) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ");
                    table.add(new Entry(words[0], words[1], Trait.of(words[2])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.build();
    }
}
