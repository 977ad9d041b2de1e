package dev.berth.api.computenode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.computenode.LegacyStock;
import dev.berth.events.model.Provider;
import dev.berth.projector.store.RegionSnapshot;
import java.util.OptionalDouble;

/**
 * The record of one host, every key of the resource tracker's dictionary in it. What only a hypervisor knows is null.
 * As nova keeps them, the topology and the devices that a virt driver tells of are JSON in a text, and so are the pools
 * under their column's name. Stateless.
 */
public final class ComputeNodeRecord {
    private ComputeNodeRecord() {}

    /**
     * The record of the host as the snapshot knows it.
     *
     * @param root the root of the host's tree
     */
    public static ObjectNode of(RegionSnapshot region, Provider root) {
        HostCount count = HostCount.of(region, root.id());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", root.id().toString()).put("hypervisor_hostname", root.name());
        for (String unknown : new String[] {
            "host", "host_ip", "hypervisor_type", "hypervisor_version", "cpu_info", "supported_hv_specs"
        }) {
            json.putNull(unknown);
        }
        put(json, count.node().vcpus(), "vcpus", "free_vcpus");
        put(json, count.node().memoryMb(), "memory_mb", "free_ram_mb");
        put(json, count.node().localGb(), "local_gb", "free_disk_gb");
        json.putNull("disk_available_least");
        json.put("cpu_allocation_ratio", ratio(count.node().vcpus()));
        json.put("ram_allocation_ratio", ratio(count.node().memoryMb()));
        json.put("disk_allocation_ratio", ratio(count.node().localGb()));
        json.put("reserved_host_cpus", count.settings().reservedHostCpus());
        json.put("reserved_host_memory_mb", count.settings().reservedHostMemoryMb());
        json.put("reserved_host_disk_mb", count.settings().reservedHostDiskMb());
        json.put("running_vms", count.guests());
        json.putNull("current_workload").putNull("stats").putNull("metrics");
        json.put(
                "numa_topology",
                count.node()
                        .numaTopology()
                        .map(cells -> TopologyJson.of(cells).toString())
                        .orElse(null));
        putDevices(json, region, root);
        return json;
    }

    private static void putDevices(ObjectNode json, RegionSnapshot region, Provider root) {
        ObjectNode pools = PoolListJson.of(region.pools(root.id()));
        json.set("pci_device_pools", pools);
        json.put("pci_stats", pools.toString());
        ArrayNode reported = JsonNodeFactory.instance.arrayNode();
        ArrayNode kept = json.putArray("pci_devices");
        region.view().devices().of(root.id()).devices().forEach(device -> {
            kept.add(DeviceFields.kept(device));
            // What a report last said about a busy device waits until it is free; a driver would say it at once.
            if (!device.departing()) {
                reported.add(DeviceFields.reported(device.pending().orElse(device.device())));
            }
        });
        json.put("pci_passthrough_devices", reported.toString());
    }

    private static void put(ObjectNode json, LegacyStock stock, String name, String free) {
        json.put(name, stock.total()).put(name + "_used", stock.used()).put(free, stock.free());
    }

    private static Double ratio(LegacyStock stock) {
        OptionalDouble ratio = stock.allocationRatio();
        return ratio.isPresent() ? (Double) ratio.getAsDouble() : null;
    }
}
