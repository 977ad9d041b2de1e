package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.computenode.ComputeNode;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.computenode.Guest;
import dev.berth.computenode.LegacyStock;
import dev.berth.resource.Inventories;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Category translate: a compute node record to inventories and back. */
final class TranslateRunner implements VectorRunner {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, IntegerResource> RESOURCES = Map.of(
            "vcpus", IntegerResource.VCPU, "memory_mb", IntegerResource.MEMORY_MB, "local_gb", IntegerResource.DISK_GB);
    private static final Map<String, String> FREE =
            Map.of("vcpus", "free_vcpus", "memory_mb", "free_ram_mb", "local_gb", "free_disk_gb");
    private static final String CONSUMED = "legacy_after_consume_";

    @Override
    public void run(JsonNode vector) {
        String op = vector.path("when").path("op").textValue();
        switch (op) {
            case "to_inventories" -> toInventories(vector);
            case "round_trip" -> roundTrip(vector);
            case "update_from_legacy" -> updateFromLegacy(vector);
            case "guest_amounts" -> guestAmounts(vector);
            default -> throw new AssertionError("no such operation: " + op);
        }
    }

    private static void toInventories(JsonNode vector) {
        ObjectNode json = MAPPER.createObjectNode();
        node(vector).getInventories(settings(vector)).byResource().forEach((resource, inventory) -> {
            IntegerInventory stock = (IntegerInventory) inventory;
            json.putObject(resource.name())
                    .put("total", stock.total())
                    .put("reserved", stock.reserved())
                    .put("min_unit", stock.minUnit())
                    .put("max_unit", stock.maxUnit())
                    .put("step_size", stock.stepSize())
                    .put("allocation_ratio", stock.allocationRatio());
        });
        VectorJson.assertSame(vector.path("expect").path("inventories"), json);
    }

    /**
     * The vector names one kind of resource by the fields it gives; what is consumed stands in the name of what is
     * expected.
     */
    private static void roundTrip(JsonNode vector) {
        ComputeNodeSettings settings = settings(vector);
        ComputeNode node = node(vector);
        String field = List.of("vcpus", "memory_mb", "local_gb").stream()
                .filter(vector.path("given").path("compute_node")::has)
                .findFirst()
                .orElseThrow();
        IntegerResource resource = RESOURCES.get(field);
        Inventories inventories = node.getInventories(settings);
        assertThat(node.updateInventories(inventories, settings)).isEqualTo(node);

        IntegerInventory inventory =
                (IntegerInventory) inventories.get(resource).orElseThrow();
        vector.path("expect").properties().forEach(each -> {
            if (each.getKey().equals("inventory")) {
                each.getValue()
                        .properties()
                        .forEach(expected -> assertThat(number(inventory, expected.getKey()))
                                .as(expected.getKey())
                                .isEqualTo(expected.getValue().doubleValue()));
            } else if (each.getKey().startsWith(CONSUMED)) {
                long amount = Long.parseLong(each.getKey().substring(CONSUMED.length()));
                Inventories.Outcome outcome = inventories.consume(Map.of(resource, new IntegerAmount(amount)));
                Inventories after = ((Inventories.Outcome.Consumed) outcome).inventories();
                assertLegacy(each.getValue(), field, stock(node.updateInventories(after, settings), field));
            } else {
                throw new AssertionError("no such expectation: " + each.getKey());
            }
        });
    }

    /** Pools are derived from devices, whatever the record says of them. */
    private static void updateFromLegacy(JsonNode vector) {
        JsonNode given = vector.path("given");
        VectorPools.assertSummary(
                "pools",
                vector.path("expect").path("rows"),
                VectorHost.of(given).table(given.path("devices")).pools());
    }

    private static void guestAmounts(JsonNode vector) {
        JsonNode flavor = vector.path("given").path("flavor");
        boolean isPinned = flavor.path("cpu_policy").asText().equals("dedicated");
        long vcpus = flavor.path("vcpus").asLong();
        Guest guest = new Guest(
                isPinned ? 0 : vcpus,
                isPinned ? vcpus : 0,
                flavor.path("memory_mb").asLong(),
                flavor.path("root_gb").asLong(),
                flavor.path("ephemeral_gb").asLong(),
                flavor.path("swap").asLong(),
                vector.path("given").path("boot_from_volume").asBoolean() ? Guest.Boot.VOLUME : Guest.Boot.NODE);
        ObjectNode json = MAPPER.createObjectNode();
        guest.amounts().forEach((resource, amount) -> json.put(resource.name(), amount.value()));
        VectorJson.assertSame(vector.path("expect").path("resources"), json);
    }

    private static void assertLegacy(JsonNode expected, String field, LegacyStock actual) {
        expected.properties().forEach(each -> {
            String name = each.getKey();
            long value = name.equals(FREE.get(field))
                    ? actual.free()
                    : name.equals(field + "_used") ? actual.used() : actual.total();
            assertThat(value).as(name).isEqualTo(each.getValue().longValue());
        });
    }

    private static double number(IntegerInventory inventory, String name) {
        return switch (name) {
            case "total" -> inventory.total();
            case "reserved" -> inventory.reserved();
            case "used" -> inventory.used();
            case "min_unit" -> inventory.minUnit();
            case "max_unit" -> inventory.maxUnit();
            case "step_size" -> inventory.stepSize();
            case "allocation_ratio" -> inventory.allocationRatio();
            default -> throw new AssertionError("no such field of an inventory: " + name);
        };
    }

    private static ComputeNode node(JsonNode vector) {
        JsonNode node = vector.path("given").path("compute_node");
        return new ComputeNode(
                stock(node, "vcpus", "cpu_allocation_ratio"),
                stock(node, "memory_mb", "ram_allocation_ratio"),
                stock(node, "local_gb", "disk_allocation_ratio"));
    }

    private static LegacyStock stock(JsonNode node, String field, String ratio) {
        return new LegacyStock(
                node.path(field).asLong(), node.path(field + "_used").asLong(), optional(node.path(ratio)));
    }

    private static LegacyStock stock(ComputeNode node, String field) {
        return switch (field) {
            case "vcpus" -> node.vcpus();
            case "memory_mb" -> node.memoryMb();
            default -> node.localGb();
        };
    }

    private static ComputeNodeSettings settings(JsonNode vector) {
        JsonNode config = vector.path("given").path("config");
        return new ComputeNodeSettings(
                config.path("reserved_host_cpus").asLong(0),
                config.path("reserved_host_memory_mb").asLong(512),
                config.path("reserved_host_disk_mb").asLong(0),
                optional(config.path("cpu_allocation_ratio")),
                optional(config.path("ram_allocation_ratio")),
                optional(config.path("disk_allocation_ratio")));
    }

    private static OptionalDouble optional(JsonNode ratio) {
        return ratio.isNumber() && ratio.doubleValue() != 0
                ? OptionalDouble.of(ratio.doubleValue())
                : OptionalDouble.empty();
    }
}
