package dev.berth.agent.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.report.ReportBuilder;
import dev.berth.agent.report.ReportSettings;
import dev.berth.agent.report.ReportTable;
import dev.berth.computenode.ComputeNode;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.computenode.Guest;
import dev.berth.computenode.LegacyStock;
import dev.berth.devicespec.DeviceSpec;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyHostFileTest {
    private static final String INSTANCES = """
            {"vcpus": 8, "memory_mb": 16384, "local_gb": 100, "running_vms": 3, "instances": [
              {"uuid": "00000000-0000-4000-8000-000000000003", "project_id": "p2", "user_id": "u2", "image_ref": "i",
               "vcpus": 1, "memory_mb": 512, "root_gb": 10, "ephemeral_gb": 0, "numa_topology": null,
               "pci_devices": [{"address": "0000:3b:00.0", "vendor_id": "10de"}]},
              {"uuid": "00000000-0000-4000-8000-000000000001", "project_id": "p1", "user_id": "u1", "image_ref": "",
               "flavor": "{\\"cur\\": {\\"nova_object.data\\": {\\"vcpus\\": 2, \\"memory_mb\\": 2048, \
               \\"root_gb\\": 20, \\"ephemeral_gb\\": 1, \\"swap\\": 1025}}, \\"old\\": null}"},
              {"nova_object.data": {"uuid": "00000000-0000-4000-8000-000000000002", "project_id": "p1", "user_id": "u1",
               "numa_topology": {"nova_object.data": {"cells": []}},
               "pci_devices": {"nova_object.data": {"objects": []}},
               "flavor": {"nova_object.data": {"vcpus": 4, "memory_mb": 4096, "root_gb": 0, "ephemeral_gb": 0, \
               "swap": 0,
                 "extra_specs": {"hw:cpu_policy": "dedicated"}}}}}]}
            """;

    @TempDir
    Path root;

    @Test
    void readsWhatATrackerKeeps() {
        LegacyHost host = tracked().value().orElseThrow();

        assertThat(host.hostName()).contains("cmp7");
        assertThat(host.hostId().orElseThrow()).hasToString("00000000-0000-4000-8000-000000000007");
        assertThat(host.facts().node())
                .isEqualTo(new ComputeNode(
                        new LegacyStock(16, 4, OptionalDouble.of(16.0)),
                        new LegacyStock(65536, 8704, OptionalDouble.of(0.0)),
                        new LegacyStock(900, 20, OptionalDouble.empty())));
        assertThat(host.facts().cells()).extracting(NumaCell::id).containsExactly(0, 1);
        assertThat(host.facts().devices().devices().keySet())
                .extracting(Object::toString)
                .containsExactly("0000:3b:00.0", "0000:81:10.0");
        assertThat(host.facts().warnings()).hasSize(1).first().asString().contains("10000:e1:00.0");
    }

    @Test
    void makesTheReportThatAReadHostWouldMake() {
        LegacyHost host = tracked().value().orElseThrow();
        ReportSettings settings = new ReportSettings(
                Region.DEFAULT, host.hostName().orElseThrow(), host.hostId(), ComputeNodeSettings.DEFAULT);
        DeviceSpec spec =
                DeviceSpec.parse(Map.of("vendor_id", "*", "rack", "r1")).spec().orElseThrow();

        assertThat(ReportTable.render(new ReportBuilder(settings, spec).build(host.facts())))
                .contains(
                        "DISK_GB 900  MEMORY_MB 65536 (512 reserved)  VCPU 16 x16.0",
                        "├─ cmp7_NUMA0",
                        "│  └─ cmp7_0000:3B:00.0",
                        "└─ cmp7_0000:81:00.0");
    }

    @Test
    void readsPlainJsonWithoutEnvelopesToo() {
        LegacyHost host = read("{\"vcpus\": 2, \"memory_mb\": 4096, \"local_gb\": 0, \"host\": \"n1\","
                        + " \"numa_topology\": {\"cells\": [{\"id\": 0, \"memory\": 4096, \"cpuset\": \"0-1\"}]},"
                        + " \"pci_passthrough_devices\": []}")
                .value()
                .orElseThrow();

        assertThat(host.facts().cells()).extracting(NumaCell::id).containsExactly(0);
        assertThat(host.hostName()).contains("n1");
        assertThat(host.hostId()).isEmpty();
    }

    @Test
    void readsCellsInTheirOlderAndNewerForms() {
        LegacyHost host = read("{\"vcpus\": 2, \"memory_mb\": 4096, \"local_gb\": 0, \"numa_topology\": {\"cells\": ["
                        + "{\"id\": 1, \"memory\": 2048, \"cpuset\": \"0-3\"},"
                        + "{\"id\": 0, \"memory\": 2048, \"cpuset\": [4, 5], \"pcpuset\": [6, 7], \"socket\": 0,"
                        + " \"siblings\": [[4, 6], [5, 7]], \"cpu_usage\": 1,"
                        + " \"mempages\": [{\"size_kb\": 4, \"total\": 524288, \"used\": 7, \"reserved\": 3}]}]}}")
                .value()
                .orElseThrow();

        assertThat(host.facts().dedicatedCpus()).isEqualTo(2);
        assertThat(host.facts().cells())
                .containsExactly(
                        new NumaCell(
                                0,
                                ImmutableSortedSet.of(4, 5),
                                ImmutableSortedSet.of(6, 7),
                                2048,
                                ImmutableList.of(ImmutableSortedSet.of(4, 6), ImmutableSortedSet.of(5, 7)),
                                ImmutableList.of(new MemoryPages(4, 524288, 3)),
                                OptionalInt.of(0)),
                        new NumaCell(
                                1,
                                ImmutableSortedSet.of(0, 1, 2, 3),
                                ImmutableSortedSet.of(),
                                2048,
                                ImmutableList.of(),
                                ImmutableList.of(),
                                OptionalInt.empty()));
    }

    @Test
    void namesEveryCellThatIsWrong() {
        assertThat(read("{\"vcpus\": 2, \"memory_mb\": 4096, \"local_gb\": 0, \"numa_topology\": {\"cells\": ["
                                + "{\"id\": -1}, {\"id\": 1, \"memory\": 1, \"cpuset\": [\"a\"]},"
                                + "{\"id\": 2, \"memory\": 1, \"mempages\": [{\"size_kb\": 0}], \"siblings\": [5]},"
                                + "{\"id\": 2, \"memory\": 1}]}}")
                        .problems())
                .hasSize(5);
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        assertThat(read("{\"vcpus\": -1, \"memory_mb\": \"many\", \"local_gb_used\": 1.5, \"uuid\": \"x\","
                                + " \"cpu_allocation_ratio\": \"16\", \"numa_topology\": \"{\","
                                + " \"pci_passthrough_devices\": {}}")
                        .problems())
                .extracting(problem -> problem.substring((root + "/host.json: ").length()))
                .containsExactlyInAnyOrder(
                        "vcpus: expected a whole number of 0 or more but got -1",
                        "memory_mb: expected a whole number of 0 or more but got \"many\"",
                        "local_gb: expected a whole number of 0 or more but it is missing",
                        "local_gb_used: expected a whole number of 0 or more but got 1.5",
                        "cpu_allocation_ratio: expected a ratio of 0 or more but got \"16\"",
                        "numa_topology: expected JSON but got '{'",
                        "pci_passthrough_devices: expected a list of devices but got {}",
                        "uuid: expected a UUID but got 'x'");
    }

    @Test
    void readsWhatTheHostHoldsBackWhereTheFileSaysSo() {
        assertThat(tracked().value().orElseThrow().settings()).isEqualTo(ComputeNodeSettings.DEFAULT);
        assertThat(read("{\"vcpus\": 2, \"memory_mb\": 4096, \"local_gb\": 0, \"reserved_host_cpus\": 1,"
                                + " \"reserved_host_memory_mb\": 0, \"reserved_host_disk_mb\": 2048}")
                        .value()
                        .orElseThrow()
                        .settings())
                .isEqualTo(ComputeNodeSettings.withReserves(1, 0, 2048));
    }

    /** As instances are kept: the flavor as it is in instance_extra, in its own fields, and in nova's envelopes. */
    @Test
    void readsTheInstancesOnTheHost() {
        LegacyHost host = read(INSTANCES).value().orElseThrow();

        assertThat(host.runningVms()).hasValue(3);
        assertThat(host.facts().warnings()).singleElement().asString().contains("lists 3 instances", "import-legacy");
        assertThat(host.guests())
                .containsExactly(
                        new LegacyGuest(
                                id(1),
                                "p1",
                                "u1",
                                new Guest(2, 0, 2048, 20, 1, 1025, Guest.Boot.VOLUME),
                                ImmutableSortedSet.of(),
                                false),
                        new LegacyGuest(
                                id(2),
                                "p1",
                                "u1",
                                new Guest(0, 4, 4096, 0, 0, 0, Guest.Boot.NODE),
                                ImmutableSortedSet.of(),
                                true),
                        new LegacyGuest(
                                id(3),
                                "p2",
                                "u2",
                                new Guest(1, 0, 512, 10, 0, 0, Guest.Boot.NODE),
                                ImmutableSortedSet.of(PciAddress.of("0000:3b:00.0")),
                                false));
    }

    @Test
    void namesEveryInstanceThatIsWrong() {
        assertThat(read("{\"vcpus\": 2, \"memory_mb\": 4096, \"local_gb\": 0, \"instances\": ["
                                + "{\"uuid\": \"x\", \"user_id\": \"u\", \"vcpus\": -1, \"memory_mb\": 1},"
                                + "{\"uuid\": \"00000000-0000-4000-8000-000000000001\", \"project_id\": \"p\","
                                + " \"user_id\": \"u\", \"flavor\": {\"vcpus\": 2,"
                                + " \"extra_specs\": {\"hw:cpu_policy\": \"mixed\"}}, \"pci_devices\": "
                                + "[{\"address\": \"1\"}]}"
                                + "]}")
                        .problems())
                .extracting(problem -> problem.substring((root + "/host.json: ").length()))
                .containsExactly(
                        "instances[0]: expected a uuid but got \"x\"",
                        "instances[0]: expected a project_id of 1 to 255 characters but got ",
                        "instances[0]: expected a whole number from 0 to 2147483647 for vcpus but got -1",
                        "instances[1]: expected hw:cpu_policy shared or dedicated but got mixed, of which it is"
                                + " not known how many CPUs are pinned",
                        "instances[1]: expected memory_mb in its flavor but it is missing",
                        "instances[1]: expected PCI devices with an address but got '1'");
        assertThat(read("{\"vcpus\": 2, \"memory_mb\": 4096, \"local_gb\": 0, \"instances\": {}}")
                        .problems())
                .singleElement()
                .asString()
                .contains("expected a list of instances");
    }

    @Test
    void refusesWhatIsNoDictionary() {
        assertThat(read("[1]").problems().get(0)).contains("expected a resource dictionary");
        assertThat(read("nothing").problems()).hasSize(1);
    }

    /** As nova keeps it: topology and devices are JSON in strings. */
    private static FileContent<LegacyHost> tracked() {
        return LegacyHostFile.read(Path.of("src/test/resources/legacy/cmp7.json"));
    }

    private static ConsumerId id(int number) {
        return new ConsumerId(UUID.fromString("00000000-0000-4000-8000-00000000000" + number));
    }

    private FileContent<LegacyHost> read(String text) {
        try {
            return LegacyHostFile.read(Files.writeString(root.resolve("host.json"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
