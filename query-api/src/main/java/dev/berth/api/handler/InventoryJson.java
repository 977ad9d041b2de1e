package dev.berth.api.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * Inventories as the API sends and shows them. The JSON has been held against its schema before; what a schema cannot
 * say, that something must be left when the reserved is taken off, is checked here.
 */
final class InventoryJson {
    /**
     * Placement keeps ratios in single precision and reads them back in as many digits; the reply to who sent one
     * repeats it whole.
     */
    private static final MathContext RATIO_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private InventoryJson() {}

    /** A record that was sent, or why there can be none. */
    record Parsed(Optional<InventoryRecord> inventory, String complaint) {}

    static Parsed parse(JsonNode json, String resourceClass, String provider, Microversion version) {
        long total = json.get("total").longValue();
        long reserved = number(json, "reserved", 0);
        double ratio =
                json.has("allocation_ratio") ? json.get("allocation_ratio").doubleValue() : 1.0;
        boolean mayReserveAll = version.has(Feature.FULLY_RESERVED);
        long capacity = (long) ((total - reserved) * ratio);
        if (ratio < 0 || reserved > total || (mayReserveAll ? capacity < 0 : capacity <= 0)) {
            return new Parsed(
                    Optional.empty(),
                    "Invalid inventory for '" + resourceClass + "' on resource provider '" + provider
                            + "'. The reserved value is greater than " + (mayReserveAll ? "" : "or equal to ")
                            + "total.");
        }
        return new Parsed(
                Optional.of(new InventoryRecord(
                        total,
                        reserved,
                        number(json, "min_unit", InventoryRecord.UNIT_DEFAULT),
                        number(json, "max_unit", InventoryRecord.MAX_UNIT_DEFAULT),
                        number(json, "step_size", InventoryRecord.UNIT_DEFAULT),
                        ratio)),
                "");
    }

    /**
     * Several inventories; the first problem found becomes the whole's. The schema says nothing about what is under a
     * name that no class can have.
     */
    static ImmutableSortedMap<ResourceClass, InventoryRecord> parseAll(
            JsonNode inventories, String provider, Microversion version, String whenInvalid, String whenUnknown) {
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> records = ImmutableSortedMap.naturalOrder();
        Optional<String> unknown = Optional.empty();
        for (Map.Entry<String, JsonNode> field : inventories.properties()) {
            if (!ResourceClass.isName(field.getKey())) {
                unknown = unknown.or(() -> Optional.of(field.getKey()));
                continue;
            }
            Parsed parsed = parse(field.getValue(), field.getKey(), provider, version);
            records.put(
                    ResourceClass.of(field.getKey()),
                    parsed.inventory()
                            .orElseThrow(() -> Problem.badRequest(whenInvalid + parsed.complaint())
                                    .exception()));
        }
        if (unknown.isPresent()) {
            throw Problem.badRequest(whenUnknown + Refusals.noSuchClass(unknown.get()))
                    .exception();
        }
        return records.build();
    }

    /** The record as it is kept and will be shown. */
    static InventoryRecord kept(InventoryRecord sent) {
        double ratio = new BigDecimal((double) (float) sent.allocationRatio())
                .round(RATIO_DIGITS)
                .doubleValue();
        return new InventoryRecord(
                sent.total(), sent.reserved(), sent.minUnit(), sent.maxUnit(), sent.stepSize(), ratio);
    }

    static ImmutableSortedMap<ResourceClass, InventoryRecord> kept(
            ImmutableSortedMap<ResourceClass, InventoryRecord> sent) {
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> kept = ImmutableSortedMap.naturalOrder();
        sent.forEach((resourceClass, record) -> kept.put(resourceClass, kept(record)));
        return kept.build();
    }

    private static long number(JsonNode json, String field, long otherwise) {
        JsonNode value = json.get(field);
        return value == null ? otherwise : value.longValue();
    }

    static void writeFields(JsonGenerator json, InventoryRecord inventory) throws IOException {
        json.writeNumberField("total", inventory.total());
        json.writeNumberField("reserved", inventory.reserved());
        json.writeNumberField("min_unit", inventory.minUnit());
        json.writeNumberField("max_unit", inventory.maxUnit());
        json.writeNumberField("step_size", inventory.stepSize());
        json.writeNumberField("allocation_ratio", inventory.allocationRatio());
    }
}
