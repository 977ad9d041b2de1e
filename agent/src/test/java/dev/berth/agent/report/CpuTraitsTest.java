package dev.berth.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.host.CpuFeatures;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.model.Trait;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CpuTraitsTest {
    @Test
    void knowsNoTraitThatOsTraitsDoesNot() {
        assertThat(CpuTraits.TABLE)
                .hasSizeGreaterThan(70)
                .allSatisfy(entry -> assertThat(
                                StandardCatalogue.isStandardTrait(entry.trait().name()))
                        .as(entry.toString())
                        .isTrue());
    }

    @Test
    void translatesTheFlagsOfX86() {
        assertThat(traits("GenuineIntel", "", "fpu pni avx512_vnni vmx pcid ssbd nonsense asimd", false))
                .isEqualTo("[HW_CPU_X86_AVX512VNNI, HW_CPU_X86_INTEL_PCID, HW_CPU_X86_INTEL_SSBD,"
                        + " HW_CPU_X86_INTEL_VMX, HW_CPU_X86_SSE3, HW_CPU_X86_VMX]");
        assertThat(traits("AuthenticAMD", "", "fpu svm ssbd pcid", false))
                .isEqualTo("[HW_CPU_X86_AMD_SSBD, HW_CPU_X86_AMD_SVM, HW_CPU_X86_SVM]");
    }

    @Test
    void tellsThatCoresRunThreads() {
        assertThat(traits("", "", "", true)).isEqualTo("[HW_CPU_HYPERTHREADING]");
    }

    @Test
    void translatesTheFeaturesOfAarch64AndNotThoseOf32Bits() {
        assertThat(traits("", "", "fp asimd aes sve2", false))
                .isEqualTo("[HW_CPU_AARCH64_AES, HW_CPU_AARCH64_ASIMD, HW_CPU_AARCH64_FP]");
        assertThat(traits("", "", "half thumb neon aes crc32", false)).isEqualTo("[]");
    }

    @Test
    void translatesTheModelsOfPower() {
        assertThat(traits("", "POWER9 (raw), altivec supported", "", false)).isEqualTo("[HW_CPU_PPC64LE_POWER9]");
        assertThat(traits("", "POWER10", "", false)).isEqualTo("[]");
    }

    private static String traits(String vendor, String model, String flags, boolean hasThreads) {
        ImmutableSortedSet<Trait> traits = CpuTraits.of(new CpuFeatures(
                vendor,
                model.isEmpty() ? ImmutableSortedSet.of() : ImmutableSortedSet.of(model),
                ImmutableSortedSet.copyOf(Arrays.asList(flags.split(" "))),
                hasThreads));
        return traits.toString();
    }
}
