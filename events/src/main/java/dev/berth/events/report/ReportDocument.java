package dev.berth.events.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;

/**
 * A host's report as a JSON document, both ways, under the Placement API's names where it has one. All of a report is
 * in it but the id of the command, which each sending has of its own. Stateless: any thread may call it.
 */
public final class ReportDocument {
    private ReportDocument() {}

    /** The document that says the report. */
    public static ObjectNode of(ReportHost report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("host", report.host().toString());
        report.sequence().ifPresent(sequence -> json.put("sequence", sequence));
        if (report.takeOverName()) {
            json.put("take_over_name", true);
        }
        ArrayNode providers = json.putArray("providers");
        report.providers().forEach(provider -> providers.add(of(provider)));
        ArrayNode cells = json.putArray("numa_cells");
        report.cells().values().forEach(cell -> cells.add(CellDocument.of(cell)));
        ArrayNode devices = json.putArray("devices");
        report.devices().forEach(device -> devices.add(DeviceDocument.of(device)));
        if (!report.cleaned().isEmpty()) {
            ArrayNode cleaned = json.putArray("cleaned");
            report.cleaned().forEach(address -> cleaned.add(address.toString()));
        }
        return json;
    }

    /**
     * The report that the document says.
     *
     * @param json of the form that the API's schema of reports asks for
     * @throws dev.berth.events.model.MalformedException if its values are not allowed in a report
     */
    public static ReportHost read(CommandId id, JsonNode json) {
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        json.path("providers").forEach(provider -> providers.add(provider(provider)));
        ImmutableList.Builder<PciDevice> devices = ImmutableList.builder();
        json.path("devices").forEach(device -> devices.add(DeviceDocument.read(device)));
        ReportHost unnumbered = new ReportHost(
                        id,
                        ProviderId.of(json.path("host").asText()),
                        providers.build(),
                        cells(json.path("numa_cells")),
                        devices.build())
                .withCleaned(Fields.sorted(json.path("cleaned"), address -> PciAddress.of(address.asText())));
        ReportHost report = json.path("take_over_name").asBoolean() ? unnumbered.takingOverName() : unnumbered;
        JsonNode sequence = json.path("sequence");
        return sequence.isNumber() ? report.withSequence(sequence.longValue()) : report;
    }

    private static ImmutableSortedMap<Integer, NumaCell> cells(JsonNode json) {
        ImmutableList.Builder<NumaCell> cells = ImmutableList.builder();
        json.forEach(cell -> cells.add(CellDocument.read(cell)));
        return CellDocument.byId(cells.build());
    }

    private static ObjectNode of(ReportedProvider provider) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", provider.provider().toString());
        json.put("name", provider.name());
        json.put("parent_provider_uuid", provider.parent().map(Object::toString).orElse(null));
        ObjectNode inventories = json.putObject("inventories");
        provider.inventories()
                .forEach((resourceClass, inventory) -> inventories.set(resourceClass.name(), of(inventory)));
        ArrayNode traits = json.putArray("traits");
        provider.traits().forEach(trait -> traits.add(trait.name()));
        ObjectNode explicit = json.putObject("explicit");
        provider.explicit().forEach((resourceClass, fields) -> {
            ArrayNode names = explicit.putArray(resourceClass.name());
            fields.forEach(field -> names.add(field.text()));
        });
        return json;
    }

    private static ReportedProvider provider(JsonNode json) {
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
        json.path("inventories")
                .properties()
                .forEach(entry -> inventories.put(ResourceClass.of(entry.getKey()), inventory(entry.getValue())));
        ImmutableSortedMap.Builder<ResourceClass, ImmutableSortedSet<InventoryField>> explicit =
                ImmutableSortedMap.naturalOrder();
        json.path("explicit")
                .properties()
                .forEach(entry -> explicit.put(
                        ResourceClass.of(entry.getKey()),
                        Fields.sorted(entry.getValue(), field -> InventoryField.of(field.asText()))));
        return new ReportedProvider(
                ProviderId.of(json.path("uuid").asText()),
                json.path("name").asText(),
                Fields.text(json, "parent_provider_uuid").map(ProviderId::of),
                inventories.build(),
                Fields.sorted(json.path("traits"), name -> Trait.of(name.asText())),
                explicit.build());
    }

    private static ObjectNode of(InventoryRecord inventory) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("total", inventory.total())
                .put("reserved", inventory.reserved())
                .put("min_unit", inventory.minUnit())
                .put("max_unit", inventory.maxUnit())
                .put("step_size", inventory.stepSize())
                .put("allocation_ratio", inventory.allocationRatio());
    }

    /** What it leaves out has Placement's default. */
    private static InventoryRecord inventory(JsonNode json) {
        InventoryRecord plain = InventoryRecord.of(json.path("total").longValue());
        return new InventoryRecord(
                plain.total(),
                json.path("reserved").asLong(plain.reserved()),
                json.path("min_unit").asLong(plain.minUnit()),
                json.path("max_unit").asLong(plain.maxUnit()),
                json.path("step_size").asLong(plain.stepSize()),
                json.path("allocation_ratio").asDouble(plain.allocationRatio()));
    }
}
