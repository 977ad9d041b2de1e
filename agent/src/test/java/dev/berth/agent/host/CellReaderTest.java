package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.PciDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of machines, each as small as it can be. */
class CellReaderTest {
    @TempDir
    Path root;

    @Test
    void leavesSwitchedOffCpusOut() {
        HostInventory host = read("""
                core 0,1 socket 0
                file sys/devices/system/cpu/cpu2/online = 0
                cell 0 cpus 0-3 memory 1024
                """);

        assertThat(host.cpus().online()).hasToString("0-1");
        assertThat(cells(host)).containsExactly("0: 0-1 1024 MiB [0-1]");
    }

    @Test
    void findsOutWhichCpusAreSwitchedOnWhereNoListSaysIt() {
        HostInventory host = read("""
                file sys/devices/system/cpu/cpu0/topology/core_id = 0
                file sys/devices/system/cpu/cpu1/online = 1
                file sys/devices/system/cpu/cpu2/online = 0
                cell 0 memory 1024
                file sys/devices/system/node/node0/cpumap = 00000007
                """);

        assertThat(cells(host)).containsExactly("0: 0-1 1024 MiB [0, 1]");
    }

    @Test
    void readsMasksOfOldKernels() {
        HostInventory host = read("""
                file sys/devices/system/cpu/online = 0-1,32-33
                file sys/devices/system/cpu/cpu0/topology/thread_siblings = 00000001,00000001
                file sys/devices/system/cpu/cpu1/topology/thread_siblings = 00000002,00000002
                cell 0 memory 1024
                file sys/devices/system/node/node0/cpumap = 00000003,00000003
                """);

        assertThat(cells(host)).containsExactly("0: 0-1,32-33 1024 MiB [0,32, 1,33]");
        assertThat(host.features().hasThreads()).isTrue();
    }

    @Test
    void findsTheCpusOfACellByItsLinksWhereItsListCannotBeRead() {
        HostInventory host = read("""
                core 0 socket 0
                core 1 socket 0
                cell 0 cpus zero memory 1024
                file sys/devices/system/node/node0/cpu1/online = 1
                cell 1 memory 512
                file sys/devices/system/cpu/cpu0/node1/x = 1
                """);

        assertThat(cells(host)).containsExactly("0: 1 1024 MiB [1]", "1: 0 512 MiB [0]");
        assertThat(host.warnings()).extracting(HostWarning::where).contains("devices/system/node/node0/cpulist");
    }

    @Test
    void makesNoCellOfANodeWhoseCpusCannotBeRead() {
        HostInventory host = read("core 0 socket 0\ncell 0 cpus x memory 1024\ncell 1 cpus 0 memory 512");

        assertThat(cells(host)).containsExactly("1: 0 512 MiB [0]");
        assertThat(host.warnings().toString()).contains("node0/: its CPUs cannot be read, so it is no cell");
    }

    @Test
    void hasEachCpuInOneCellAtMost() {
        HostInventory host = read("""
                memory 3000
                core 0,1 socket 0
                core 2,3 socket 0
                cell 0 cpus 0-1 memory 1000
                cell 1 cpus 0-1 memory 1000
                cell 5 cpus 1-2 memory 500
                pci 0000:01:00.0 10de:1db6 cell 1
                """);

        assertThat(cells(host)).containsExactly("0: 0-1 1000 MiB [0-1]");
        assertThat(host.memoryMb()).isEqualTo(1500);
        assertThat(host.devices()).extracting(PciDevice::numaNode).containsExactly(OptionalInt.of(0));
        assertThat(host.warnings().toString())
                .contains("node1/: left out with its 1000 MiB of memory: CPU 0 is in node 0, too")
                .contains("node5/: left out with its 500 MiB of memory: CPU 1 is in node 0, too");
    }

    @Test
    void hasEachCpuInOneCoreEvenIfTheListsContradictEachOther() {
        HostInventory host = read("""
                core 0,1 socket 0
                core 2 socket 0
                cell 0 cpus 0-2 memory 1000
                file sys/devices/system/cpu/cpu1/topology/core_cpus_list = 1-2
                file sys/devices/system/cpu/cpu2/topology/core_cpus_list = 0-2
                """);

        assertThat(cells(host)).containsExactly("0: 0-2 1000 MiB [0-1, 2]");
    }

    @Test
    void warnsOfACoreThatIsDividedBetweenCells() {
        HostInventory host = read("core 0,1 socket 0\ncell 0 cpus 0 memory 10\ncell 1 cpus 1 memory 10");

        assertThat(cells(host)).containsExactly("0: 0 10 MiB [0]", "1: 1 10 MiB [1]");
        assertThat(host.warnings().toString()).contains("CPU 1 is a thread of the same core as CPU 0 of node 0");
    }

    @Test
    void doesNotCountTheMemoryOfGpus() {
        HostInventory host = read("""
                memory 5000
                core 0 socket 0
                cell 0 cpus 0 memory 3000
                cell 254 cpus none memory 1000
                cell 255 cpus none memory 1000
                file sys/devices/system/node/has_normal_memory = 0,255
                file proc/driver/nvidia/gpus/0004:05:00.0/numa_status = Node: 255
                """);

        assertThat(cells(host)).containsExactly("0: 0 3000 MiB [0]");
        assertThat(host.memoryMb()).isEqualTo(3000);
        assertThat(host.warnings().toString())
                .contains("node254/: left out with its 1000 MiB of memory: it has no CPUs, and neither")
                .contains("node255/: left out with its 1000 MiB of memory: it is the memory of a GPU");
    }

    @Test
    void doesNotCountTheMemoryOfADeviceThatReadsItItself() {
        HostInventory host = read("""
                core 0 socket 0
                cell 0 cpus 0 memory 3000
                cell 1 cpus none memory 1000
                file sys/devices/system/node/node1/access1/initiators/node0/x = 1
                file sys/devices/system/node/has_generic_initiator = 1-7
                """);

        assertThat(cells(host)).containsExactly("0: 0 3000 MiB [0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file sys/devices/system/node/has_normal_memory = 0-1",
                "file sys/devices/system/node/node1/access0/initiators/node0/x = 1",
                "file sys/devices/system/node/node1/distance = 20 10"
            })
    void countsOrdinaryMemoryWithoutCpus(String sign) {
        HostInventory host =
                read("memory 4000\ncore 0 socket 0\ncell 0 cpus 0 memory 3000\ncell 1 cpus none memory 1000\n" + sign);

        assertThat(cells(host)).containsExactly("0: 0 3000 MiB [0]", "1:  1000 MiB []");
        assertThat(host.memoryMb()).isEqualTo(4000);
        assertThat(host.warnings()).isEmpty();
    }

    @Test
    void takesFarMemoryWithoutCpusForADevices() {
        HostInventory host = read("""
                core 0 socket 0
                cell 0 cpus 0 memory 3000
                cell 1 cpus none memory 1000
                file sys/devices/system/node/node1/distance = 80 10
                """);

        assertThat(cells(host)).containsExactly("0: 0 3000 MiB [0]");
    }

    @Test
    void makesOneCellOfCpusAndTheMemoryNearThem() {
        HostInventory host = read("""
                core 0 socket 0
                core 1 socket 0
                cell 0 cpus 0 memory 0
                cell 1 cpus 1 memory 0
                cell 2 cpus none memory 1000
                cell 3 cpus none memory 5000
                file sys/devices/system/node/node2/access0/initiators/node9/x = 1
                file sys/devices/system/node/node2/access1/initiators/node0/x = 1
                file sys/devices/system/node/node3/access1/initiators/node0/x = 1
                file sys/devices/system/node/node3/access1/initiators/node1/x = 1
                pci 0000:01:00.0 10de:1db6 cell 0
                """);

        assertThat(cells(host)).containsExactly("1: 1 0 MiB [1]", "2: 0 1000 MiB [0]", "3:  5000 MiB []");
        assertThat(host.devices()).extracting(PciDevice::numaNode).containsExactly(OptionalInt.of(2));
    }

    @Test
    void takesNodesWithoutAnythingForNone() {
        assertThat(cells(read("core 0 socket 0\ncell 0 cpus 0 memory 10\ncell 1 cpus none memory 0")))
                .containsExactly("0: 0 10 MiB [0]");
    }

    @Test
    void keepsIdsWithGaps() {
        assertThat(cells(read("core 0 socket 0\ncore 7 socket 1\ncell 2 cpus 7 memory 10\ncell 33 cpus 0 memory 10")))
                .containsExactly("2: 7 10 MiB [7]", "33: 0 10 MiB [0]");
    }

    @Test
    void addsUpCellsWhereNothingTellsTheMemoryOfTheHost() {
        assertThat(read("core 0 socket 0\ncell 0 cpus 0 memory 10\ncell 1 cpus none memory 5\n"
                                + "file sys/devices/system/node/has_normal_memory = 0-1")
                        .memoryMb())
                .isEqualTo(15);
    }

    @Test
    void tellsHowFarCellsAreFromEachOther() {
        HostInventory host = read("""
                core 0 socket 0
                core 1 socket 0
                cell 0 cpus 0 memory 10
                cell 4 cpus 1 memory 10
                file sys/devices/system/node/node0/distance = 10 21
                file sys/devices/system/node/node4/distance = 21
                """);

        assertThat(host.cells()).extracting(cell -> cell.distances().toString()).containsExactly("{0=10, 4=21}", "{}");
    }

    private HostInventory read(String text) {
        return TestingHost.in(root, text).read();
    }

    private static List<String> cells(HostInventory host) {
        return host.cells().stream()
                .map(cell -> cell.id() + ": " + cell.cpus() + " " + cell.memoryMb() + " MiB " + cell.siblings())
                .toList();
    }
}
