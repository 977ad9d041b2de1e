package dev.berth.events.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import java.util.TreeMap;

/** A NUMA cell in a {@link ReportDocument}, under the names that nova has for it. Stateless. */
final class CellDocument {
    private CellDocument() {}

    static ObjectNode of(NumaCell cell) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", cell.id());
        numbers(json.putArray("cpuset"), cell.sharedCpus());
        numbers(json.putArray("pcpuset"), cell.dedicatedCpus());
        json.put("memory", cell.memoryMb());
        ArrayNode siblings = json.putArray("siblings");
        cell.siblings().forEach(threads -> numbers(siblings.addArray(), threads));
        ArrayNode pages = json.putArray("mempages");
        cell.pages()
                .forEach(page -> pages.addObject()
                        .put("size_kb", page.sizeKb())
                        .put("total", page.total())
                        .put("reserved", page.reserved()));
        if (cell.socket().isPresent()) {
            json.put("socket", cell.socket().getAsInt());
        } else {
            json.putNull("socket");
        }
        return json;
    }

    private static void numbers(ArrayNode json, Iterable<Integer> numbers) {
        numbers.forEach(json::add);
    }

    static NumaCell read(JsonNode json) {
        return new NumaCell(
                json.path("id").intValue(),
                Fields.sorted(json.path("cpuset"), JsonNode::intValue),
                Fields.sorted(json.path("pcpuset"), JsonNode::intValue),
                json.path("memory").longValue(),
                Fields.list(json.path("siblings"), threads -> Fields.sorted(threads, JsonNode::intValue)),
                Fields.list(
                        json.path("mempages"),
                        page -> new MemoryPages(
                                page.path("size_kb").intValue(),
                                page.path("total").longValue(),
                                page.path("reserved").longValue())),
                Fields.number(json, "socket"));
    }

    /** @throws MalformedException if two have one id */
    static ImmutableSortedMap<Integer, NumaCell> byId(Iterable<NumaCell> cells) {
        TreeMap<Integer, NumaCell> byId = new TreeMap<>();
        for (NumaCell cell : cells) {
            if (byId.put(cell.id(), cell) != null) {
                throw new MalformedException("expected each NUMA cell once but got " + cell.id() + " twice");
            }
        }
        return ImmutableSortedMap.copyOfSorted(byId);
    }
}
