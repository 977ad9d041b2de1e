package dev.berth.api.computenode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.MemoryPages;
import dev.berth.resource.numa.HostCell;

/** The NUMA cells of a host with their usage as nova's {@code NUMATopology} 1.2. Stateless. */
final class TopologyJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TopologyJson() {}

    static ObjectNode of(Iterable<HostCell> cells) {
        ObjectNode data = NODES.objectNode();
        ArrayNode array = data.putArray("cells");
        cells.forEach(cell -> array.add(NovaObject.of("NUMACell", "1.5", cell(cell))));
        return NovaObject.of("NUMATopology", "1.2", data);
    }

    private static ObjectNode cell(HostCell cell) {
        ObjectNode json = NODES.objectNode();
        json.put("id", cell.id())
                .put("memory", cell.cell().memoryMb())
                .put("memory_usage", cell.memoryUsageMb())
                .put("cpu_usage", cell.cpuUsage());
        json.set("cpuset", numbers(cell.cell().sharedCpus()));
        json.set("pcpuset", numbers(cell.cell().dedicatedCpus()));
        json.set("pinned_cpus", numbers(cell.pinnedCpus()));
        ArrayNode siblings = json.putArray("siblings");
        cell.cell().siblings().forEach(core -> siblings.add(numbers(core)));
        ArrayNode pages = json.putArray("mempages");
        cell.cell().pages().forEach(size -> pages.add(NovaObject.of("NUMAPagesTopology", "1.1", pages(cell, size))));
        json.put(
                "socket",
                cell.cell().socket().isPresent()
                        ? (Integer) cell.cell().socket().getAsInt()
                        : null);
        return json;
    }

    private static ObjectNode pages(HostCell cell, MemoryPages size) {
        return NODES.objectNode()
                .put("size_kb", size.sizeKb())
                .put("total", size.total())
                .put("used", cell.usedPages().get(size.sizeKb()))
                .put("reserved", size.reserved());
    }

    private static ArrayNode numbers(Iterable<Integer> numbers) {
        ArrayNode array = NODES.arrayNode();
        numbers.forEach(array::add);
        return array;
    }
}
