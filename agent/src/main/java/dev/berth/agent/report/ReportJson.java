package dev.berth.agent.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciDevice;
import java.util.List;
import java.util.Map;

/** A report as programs read it, under the Placement API's names where it has one. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();

    private ReportJson() {}

    /** One object, indented: problems, warnings and, if nothing stands against it, the report. */
    public static String render(ReportAttempt attempt) {
        ObjectNode json = MAPPER.createObjectNode();
        addAll(json.putArray("problems"), attempt.problems());
        addAll(json.putArray("warnings"), attempt.warnings());
        attempt.report().ifPresent(report -> {
            json.put("host", report.host().toString());
            ArrayNode providers = json.putArray("providers");
            report.providers().forEach(provider -> providers.add(provider(provider)));
            ArrayNode cells = json.putArray("numa_cells");
            report.cells().forEach(cell -> cells.add(cell(cell)));
            ArrayNode devices = json.putArray("devices");
            report.devices().forEach(device -> devices.add(device(device)));
        });
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a tree of plain values but got " + json, e);
        }
    }

    private static ObjectNode provider(ReportedProvider provider) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("uuid", provider.provider().toString());
        json.put("name", provider.name());
        json.put("parent_provider_uuid", provider.parent().map(Object::toString).orElse(null));
        ObjectNode inventories = json.putObject("inventories");
        provider.inventories()
                .forEach((resourceClass, inventory) -> inventories.set(resourceClass.name(), inventory(inventory)));
        addAll(
                json.putArray("traits"),
                provider.traits().stream().map(Object::toString).toList());
        return json;
    }

    private static ObjectNode inventory(InventoryRecord inventory) {
        return MAPPER.createObjectNode()
                .put("total", inventory.total())
                .put("reserved", inventory.reserved())
                .put("min_unit", inventory.minUnit())
                .put("max_unit", inventory.maxUnit())
                .put("step_size", inventory.stepSize())
                .put("allocation_ratio", inventory.allocationRatio());
    }

    private static ObjectNode cell(NumaCell cell) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", cell.id());
        json.set("cpuset", MAPPER.valueToTree(cell.sharedCpus()));
        json.set("pcpuset", MAPPER.valueToTree(cell.dedicatedCpus()));
        json.put("memory", cell.memoryMb());
        json.set("siblings", MAPPER.valueToTree(cell.siblings()));
        ArrayNode pages = json.putArray("mempages");
        cell.pages()
                .forEach(page -> pages.addObject()
                        .put("size_kb", page.sizeKb())
                        .put("total", page.total())
                        .put("reserved", page.reserved()));
        json.put(
                "socket",
                cell.socket().isPresent() ? Integer.valueOf(cell.socket().getAsInt()) : null);
        return json;
    }

    private static ObjectNode device(PciDevice device) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("address", device.address().toString());
        json.put("vendor_id", device.vendorId());
        json.put("product_id", device.productId());
        json.put("dev_type", device.type().text());
        json.put("parent_addr", device.parent().map(Object::toString).orElse(null));
        json.put(
                "numa_node",
                device.numaNode().isPresent()
                        ? Integer.valueOf(device.numaNode().getAsInt())
                        : null);
        json.put(
                "resource_provider_uuid",
                device.provider().map(Object::toString).orElse(null));
        attributes(json.putObject("tags"), device.tags());
        attributes(json.putObject("facts"), device.facts());
        return json;
    }

    private static void attributes(ObjectNode json, Map<String, AttributeValue> attributes) {
        attributes.forEach((name, value) -> json.set(name, MAPPER.valueToTree(plain(value))));
    }

    private static Object plain(AttributeValue value) {
        return switch (value.kind()) {
            case TEXT -> ((AttributeValue.Text) value).value();
            case FLAG -> ((AttributeValue.Flag) value).value();
            case WHOLE -> ((AttributeValue.Whole) value).value();
            case DECIMAL -> ((AttributeValue.Decimal) value).value();
            case LIST ->
                ((AttributeValue.Many) value)
                        .values().stream().map(ReportJson::plain).toList();
            // Jackson writes a missing value as null, which is what this stands for.
            case NOTHING -> null;
        };
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
