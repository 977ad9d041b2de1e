package dev.berth.api.computenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The book that a resource tracker keeps of its host, written from the text that founded Berth and from nothing of
 * Berth's: totals, what is used with what the host keeps back, guest by guest, what is free as the difference of the
 * two, and pools as a count of the devices that are free, grouped by product, vendor and NUMA node.
 */
final class TrackerBook {
    private final Map<String, Integer> totals;
    private final Map<String, Integer> used = new TreeMap<>();
    private final Map<String, String> deviceGroups = new TreeMap<>();
    private final Map<String, Instance> instances = new TreeMap<>();

    private record Instance(boolean isGuest, Map<String, Integer> usage, List<String> devices) {}

    TrackerBook(Map<String, Integer> totals, Map<String, Integer> reserves) {
        this.totals = totals;
        used.putAll(reserves);
    }

    static String poolKey(String productId, String vendorId, String numaNode) {
        return productId + "/" + vendorId + "/" + numaNode;
    }

    void plug(String address, String poolKey) {
        deviceGroups.put(address, poolKey);
    }

    void start(String instance, boolean isGuest, Map<String, Integer> amounts, List<String> devices) {
        Map<String, Integer> usage = Map.of(
                "vcpus", amounts.getOrDefault("VCPU", 0),
                "memory_mb", amounts.getOrDefault("MEMORY_MB", 0),
                "local_gb", amounts.getOrDefault("DISK_GB", 0));
        instances.put(instance, new Instance(isGuest, usage, List.copyOf(devices)));
        usage.forEach((key, amount) -> used.merge(key, amount, Integer::sum));
    }

    void stop(String instance) {
        instances.remove(instance).usage().forEach((key, amount) -> used.merge(key, -amount, Integer::sum));
    }

    /** What the keys of the tracker's dictionary say. */
    Map<String, Long> numbers() {
        Map<String, Long> numbers = new TreeMap<>();
        totals.forEach((key, total) -> {
            numbers.put(key, (long) total);
            numbers.put(key + "_used", (long) used.get(key));
        });
        numbers.put("free_vcpus", numbers.get("vcpus") - numbers.get("vcpus_used"));
        numbers.put("free_ram_mb", numbers.get("memory_mb") - numbers.get("memory_mb_used"));
        numbers.put("free_disk_gb", numbers.get("local_gb") - numbers.get("local_gb_used"));
        numbers.put(
                "running_vms",
                instances.values().stream().filter(Instance::isGuest).count());
        return numbers;
    }

    /** SELECT product_id, vendor_id, numa_node, COUNT(*) FROM the devices that nobody has GROUP BY the three. */
    Map<String, Integer> pools() {
        List<String> taken = new ArrayList<>();
        instances.values().forEach(instance -> taken.addAll(instance.devices()));
        Map<String, Integer> pools = new TreeMap<>();
        deviceGroups.forEach((address, group) -> {
            if (!taken.contains(address)) {
                pools.merge(group, 1, Integer::sum);
            }
        });
        return pools;
    }
}
