package dev.berth.api.computenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.ProviderId;
import dev.berth.resource.numa.HostCell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Nova's own code reads the pools and cells of a record, and its scheduler's check of PCI requests takes them. It needs
 * Debian's python3-nova: installed, or unpacked and named with -Dnova.path=DIR/usr/lib/python3/dist-packages.
 */
class NovaReadsRecordTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = """
            import json, sys
            from nova import objects
            objects.register_all()
            from nova.objects import pci_device_pool
            from nova.pci import stats
            record = json.load(sys.stdin)
            pools = pci_device_pool.from_pci_stats(record['pci_stats'])
            nested = pci_device_pool.from_pci_stats(record['pci_device_pools'])
            topology = objects.NUMATopology.obj_from_db_obj(record['numa_topology'])
            free = stats.PciDeviceStats(topology, pools)
            def supports(count, **spec):
                return free.support_requests([objects.InstancePCIRequest(
                    count=count, spec=[spec], numa_policy='legacy',
                    request_id='00000000-0000-4000-8000-00000000000a')])
            print(json.dumps({
                'pools': [pool.to_dict() for pool in pools],
                'nested': [pool.to_dict() for pool in nested],
                'supports': [supports(3, product_id='10ed', speed='10G'), supports(4, product_id='10ed'),
                             supports(1, trusted='true'), supports(1, product_id='1db6')],
                'cells': [{'id': cell.id, 'memory': cell.avail_memory, 'cpus': sorted(cell.cpuset),
                           'free': sorted(cell.free_pcpus), 'socket': cell.socket,
                           'pages': [page.free for page in cell.mempages]} for cell in topology.cells]}))
            """;

    @Test
    void novaReadsPoolsAndCellsAndServesRequestsFromThem() throws Exception {
        Optional<String> path = Optional.ofNullable(System.getProperty("nova.path"));
        assumeTrue(
                path.isPresent() || run("import nova", "").isPresent(),
                "no nova to read with: apt-get install python3-nova, or unpack it and say -Dnova.path=…");
        ObjectNode pools = PoolListJson.of(new HostPools(
                new ProviderId(new UUID(0, 1)),
                ImmutableList.of(row(Optional.of(new UUID(0, 2)), 1), row(Optional.of(new UUID(0, 3)), 2))));
        ObjectNode computeNode = MAPPER.createObjectNode();
        computeNode.set("pci_device_pools", pools);
        computeNode.put("pci_stats", pools.toString());
        computeNode.put("numa_topology", TopologyJson.of(List.of(cell())).toString());

        JsonNode read = MAPPER.readTree(run(SCRIPT, computeNode.toString()).orElseThrow());

        assertThat(read.path("pools"))
                .isEqualTo(MAPPER.readTree("[{\"vendor_id\": \"8086\", \"product_id\": \"10ed\", \"numa_node\": 1,"
                        + " \"count\": 3, \"dev_type\": \"type-VF\", \"speed\": \"10g\", \"trusted\": \"true\","
                        + " \"lanes\": \"8\", \"modes\": \"[\\\"a\\\",1]\", \"rack\": null}]"));
        assertThat(read.path("nested")).isEqualTo(read.path("pools"));
        assertThat(read.path("supports")).isEqualTo(MAPPER.readTree("[true, false, true, false]"));
        assertThat(read.path("cells"))
                .isEqualTo(MAPPER.readTree("[{\"id\": 1, \"memory\": 3072, \"cpus\": [4, 5], \"free\": [7],"
                        + " \"socket\": null, \"pages\": [509]}]"));
    }

    private static HostPools.Row row(Optional<UUID> provider, int count) {
        return new HostPools.Row(
                "8086",
                "10ed",
                OptionalInt.of(1),
                DeviceType.VF,
                ImmutableSortedMap.of(
                        "lanes", AttributeValue.of(8),
                        "modes",
                                new AttributeValue.Many(ImmutableList.of(AttributeValue.of("a"), AttributeValue.of(1))),
                        "rack", AttributeValue.NOTHING,
                        "speed", AttributeValue.of("10g"),
                        "trusted", AttributeValue.of(true)),
                provider.map(ProviderId::new),
                count);
    }

    private static HostCell cell() {
        return new HostCell(
                new NumaCell(
                        1,
                        ImmutableSortedSet.of(4, 5),
                        ImmutableSortedSet.of(6, 7),
                        4096,
                        ImmutableList.of(ImmutableSortedSet.of(6, 7)),
                        ImmutableList.of(new MemoryPages(2048, 512, 1)),
                        OptionalInt.empty()),
                2,
                1024,
                ImmutableSortedSet.of(6),
                ImmutableSortedMap.of(2048, 2L));
    }

    /** What the script prints; empty if it fails. */
    private static Optional<String> run(String script, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", script);
        Optional.ofNullable(System.getProperty("nova.path"))
                .ifPresent(path -> builder.environment().put("PYTHONPATH", path));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process python = builder.start();
        try (var stdin = python.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        }
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!python.waitFor(60, TimeUnit.SECONDS)) {
            python.destroyForcibly();
        }
        return python.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    }
}
