package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuInfoTest {
    @TempDir
    Path root;

    @Test
    void readsX86() {
        CpuInfo info = read("""
                processor\t: 0
                vendor_id\t: GenuineIntel
                physical id\t: 0
                core id\t\t: 1
                flags\t\t: fpu sse avx2

                processor\t: 2
                vendor_id\t: GenuineIntel
                physical id\t: 1
                core id\t\t: 1
                flags\t\t: fpu sse
                """);

        assertThat(info.cpus()).hasToString("0,2");
        assertThat(info.sockets()).hasToString("{0=0, 2=1}");
        assertThat(info.cores()).hasToString("{0=0/1, 2=1/1}");
        assertThat(info.vendor()).isEqualTo("GenuineIntel");
        assertThat(info.flags()).containsExactly("fpu", "sse");
    }

    @Test
    void readsArmOfOldKernels() {
        CpuInfo info = read("""
                Processor\t: ARMv7 Processor rev 1 (v7l)
                processor\t: 0
                BogoMIPS\t: 1

                processor\t: 1

                Features\t: swp half neon
                """);

        assertThat(info.cpus()).hasToString("0-1");
        assertThat(info.flags()).contains("neon");
    }

    @Test
    void readsPowerPc() {
        CpuInfo info = read("processor\t: 8\ncpu\t\t: POWER9 (raw), altivec supported\n");

        assertThat(info.cpus()).hasToString("8");
        assertThat(info.models()).containsExactly("POWER9 (raw), altivec supported");
    }

    @Test
    void readsS390OfOldAndNewKernels() {
        assertThat(read("""
                vendor_id       : IBM/S390
                # processors    : 2
                processor 0: version = FF,  identification = 1EA123,  machine = 2964
                processor 1: version = FF,  identification = 1EA123,  machine = 2964
                """).cpus()).hasToString("0-1");
        CpuInfo blocks = read("cpu number      : 3\nphysical id     : 1\ncore id         : 2\n");
        assertThat(blocks.cpus()).hasToString("3");
        assertThat(blocks.cores()).hasToString("{3=1/2}");
    }

    @Test
    void readsSparc() {
        assertThat(read("ncpus active\t: 2\nCpu0ClkTck\t: 1\n"
                                + "State:\nCPU0:\t\tonline\nCPU1:\t\toffline\nCPU4:\t\tonline\n")
                        .cpus())
                .hasToString("0,4");
    }

    @Test
    void findsThreadsOfACoreWhereSysIsHidden() {
        TestingHost host = TestingHost.in(root, "");
        host.file("proc/cpuinfo", """
                processor : 0
                physical id : 0
                core id : 0

                processor : 1
                physical id : 0
                core id : 0

                processor : 2
                physical id : 1
                core id : 0
                """);

        assertThat(host.read().cpus())
                .isEqualTo(new CpuTopology(CpuSet.parse("0-2").orElseThrow(), 2, 2));
        assertThat(host.read().features().hasThreads()).isTrue();
    }

    private CpuInfo read(String text) {
        TestingHost.in(root, "").file("proc/cpuinfo", text);
        return CpuInfo.read(new KernelTree(root.resolve("proc"), new HostWarnings()));
    }
}
