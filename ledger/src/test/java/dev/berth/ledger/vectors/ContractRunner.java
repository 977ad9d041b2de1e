package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.ledger.resource.pci.PciAmount;
import dev.berth.ledger.resource.pci.PciInventory;
import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Inventory;
import dev.berth.resource.Objection;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.PlacementStrategy;
import java.util.Optional;

/** The contract of amounts and inventories, with the exceptions of the seed where Berth answers with values. */
final class ContractRunner implements VectorRunner {
    @Override
    public void run(JsonNode vector) {
        JsonNode when = vector.path("when");
        if (when.path("op").asText().equals("amount")) {
            compareAmounts(when.path("cases"), vector.path("expect").path("cases"));
        } else {
            takeSteps(
                    inventory(vector.path("given").path("inventory")),
                    when.path("steps"),
                    vector.path("expect").path("steps"));
        }
    }

    private static void compareAmounts(JsonNode cases, JsonNode expected) {
        for (int i = 0; i < cases.size(); i++) {
            Amount a = amount(cases.get(i).path("a"));
            Amount b = amount(cases.get(i).path("b"));
            JsonNode expect = expected.get(i);
            assertThat(a.equals(b)).as("equal").isEqualTo(expect.path("equal").booleanValue());
            if (expect.path("same_hash").asBoolean()) {
                assertThat(a).hasSameHashCodeAs(b);
            }
            assertThat(a.negate()).as("negation").isEqualTo(amount(expect.path("neg_a")));
            assertThat(a.negate().negate()).as("negated twice").isEqualTo(a);
        }
    }

    private static void takeSteps(Inventory start, JsonNode steps, JsonNode expected) {
        Inventory inventory = start;
        for (int i = 0; i < steps.size(); i++) {
            Amount amount = amount(steps.get(i).path("amount"));
            JsonNode expect = expected.get(i);
            String raised = "";
            if (steps.get(i).path("call").asText().equals("can_provide")) {
                try {
                    assertThat(inventory.canProvide(amount))
                            .as("step " + i)
                            .isEqualTo(expect.path("returns").booleanValue());
                } catch (IllegalArgumentException e) {
                    raised = "ValueError";
                }
            } else {
                Consumption consumption = inventory.consume(amount);
                raised = consumption instanceof Consumption.NotConsumed
                        ? exception(((Consumption.NotConsumed) consumption).objection())
                        : "";
                inventory = consumption.isConsumed() ? consumption.orElseThrow() : inventory;
            }
            assertThat(raised)
                    .as("raised by step " + i)
                    .isEqualTo(expect.path("raises").asText());
            if (expect.has("used_after")) {
                assertThat(((IntegerInventory) inventory).used())
                        .as("used after step " + i)
                        .isEqualTo(expect.path("used_after").longValue());
            }
        }
    }

    private static String exception(Objection objection) {
        return objection.reason().isBadValue() ? "ValueError" : "CapacityException";
    }

    private static Inventory inventory(JsonNode node) {
        return switch (node.path("type").asText("integer")) {
            case "integer" -> integerInventory(node);
            case "numa" ->
                new NumaInventory(NumaFitRunner.hosts(node.path("cells")), Optional.empty(), PlacementStrategy.SPREAD);
            case "pci" ->
                new PciInventory(
                        VectorHost.of(node).table(node.path("devices")),
                        VectorRequests.sockets(node.path("host_cells")));
            default -> throw new AssertionError("no inventory: " + node);
        };
    }

    private static IntegerInventory integerInventory(JsonNode node) {
        return new IntegerInventory(
                node.path("total").longValue(),
                node.path("reserved").longValue(),
                node.path("min_unit").asLong(1),
                node.path("max_unit").asLong(Integer.MAX_VALUE),
                node.path("step_size").asLong(1),
                node.path("allocation_ratio").asDouble(1.0),
                node.path("used").longValue());
    }

    private static Amount amount(JsonNode node) {
        return switch (node.path("type").asText(node.isNumber() ? "integer" : "")) {
            case "integer" ->
                new IntegerAmount(
                        node.isNumber() ? node.longValue() : node.path("value").longValue());
            case "numa" -> NumaAmount.wanted(NumaFitRunner.guests(node.path("cells")));
            case "pci" ->
                PciAmount.wanted(
                        VectorHost.consumer("the guest"),
                        VectorRequests.requests(node.path("requests"), node.path("provider_mapping")));
            default -> throw new AssertionError("no amount: " + node);
        };
    }
}
