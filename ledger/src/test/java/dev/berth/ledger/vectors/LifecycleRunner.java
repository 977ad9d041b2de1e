package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.DeviceChoice;
import dev.berth.ledger.resource.pci.DeviceOutcome;
import dev.berth.ledger.resource.pci.DeviceTable;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sequence of operations on the devices of one host, the states after each, and nova's names for refusals. */
final class LifecycleRunner implements VectorRunner {
    private static final Map<DeviceOutcome.Reason, String> NAMES = Map.of(
            DeviceOutcome.Reason.UNKNOWN_DEVICE, "PciDeviceNotFound",
            DeviceOutcome.Reason.INVALID_STATUS, "PciDeviceInvalidStatus",
            DeviceOutcome.Reason.INVALID_OWNER, "PciDeviceInvalidOwner",
            DeviceOutcome.Reason.CHILDREN_NOT_FREE, "PciDeviceVFInvalidStatus",
            DeviceOutcome.Reason.PARENT_NOT_USABLE, "PciDevicePFInvalidStatus");

    private static final Set<String> GONE = Set.of("removed", "deleted", "null", "");

    @Override
    public void run(JsonNode vector) {
        VectorHost host = VectorHost.of(vector.path("given"));
        DeviceTable table = host.table(vector.path("given").path("devices"));
        JsonNode steps = vector.path("when").path("steps");
        for (int i = 0; i < steps.size(); i++) {
            Step step = step(host, table, vector, steps.get(i));
            JsonNode expect = vector.path("expect").path("steps").path(i);
            assertThat(step.result())
                    .as("result of step " + i)
                    .isEqualTo(expect.path("result").asText());
            table = step.table();
            assertStatuses(i, table, expect.path("status"));
            VectorPools.assertFull("pools after step " + i, expect.path("pools"), table.pools());
        }
    }

    private record Step(String result, DeviceTable table) {}

    private static Step step(VectorHost host, DeviceTable table, JsonNode vector, JsonNode step) {
        ConsumerId consumer = VectorHost.consumer(step.path("instance").asText());
        return switch (step.path("op").asText()) {
            case "claim" -> claim(table, vector, step, consumer);
            case "allocate" -> step(table, table.allocateAll(consumer));
            case "free" -> step(table, table.freeAll(consumer));
            case "free_claims" -> freeClaims(table, consumer);
            case "report" -> step(table, table.report(reporting(host, step).offered(step.path("devices"))));
            case "clean_usage" -> step(table, table.freeUnknown(known(step)));
            case "dev", "free_device" -> step(table, device(table, step, consumer));
            default -> throw new AssertionError("no such step: " + step);
        };
    }

    /** A report may come with a changed device spec. */
    private static VectorHost reporting(VectorHost host, JsonNode step) {
        return step.has("device_specs") ? VectorHost.of(step) : host;
    }

    private static Step step(DeviceTable before, DeviceOutcome outcome) {
        return outcome instanceof DeviceOutcome.Disallowed
                ? new Step(NAMES.get(((DeviceOutcome.Disallowed) outcome).reason()), before)
                : new Step("ok", outcome.orElseThrow());
    }

    private static Step claim(DeviceTable table, JsonNode vector, JsonNode step, ConsumerId consumer) {
        ImmutableSortedSet.Builder<Integer> cells = ImmutableSortedSet.naturalOrder();
        step.path("instance_cells").forEach(cell -> cells.add(cell.intValue()));
        DeviceChoice claim = table.claim(
                consumer,
                VectorRequests.requests(step.path("requests"), step.path("provider_mapping")),
                new Affinity(
                        cells.build(),
                        VectorRequests.sockets(vector.path("given").path("host_cells"))));
        return claim instanceof DeviceChoice.Chosen
                ? new Step("ok", ((DeviceChoice.Chosen) claim).table())
                : new Step("PciDeviceRequestFailed", table);
    }

    private static Step freeClaims(DeviceTable table, ConsumerId consumer) {
        DeviceTable after = table;
        for (TrackedDevice device : table.devicesOf(consumer)) {
            if (device.status() == DeviceStatus.CLAIMED) {
                after = after.free(device.address(), Optional.of(consumer)).orElseThrow();
            }
        }
        return new Step("ok", after);
    }

    private static DeviceOutcome device(DeviceTable table, JsonNode step, ConsumerId consumer) {
        PciAddress address = PciAddress.of(step.path("address").asText());
        return switch (step.path("method").asText("free")) {
            case "claim" -> table.claim(address, consumer, "direct");
            case "allocate" -> table.allocate(address, consumer, "direct");
            case "free" ->
                table.free(address, step.path("instance").isTextual() ? Optional.of(consumer) : Optional.empty());
            case "remove" -> table.remove(address);
            default -> throw new AssertionError("no such method: " + step);
        };
    }

    private static Set<ConsumerId> known(JsonNode step) {
        Set<ConsumerId> known = new HashSet<>();
        step.path("known_instances").forEach(name -> known.add(VectorHost.consumer(name.asText())));
        step.path("known_migrations").forEach(name -> known.add(VectorHost.consumer(name.asText())));
        return known;
    }

    /** A device that is gone counts as removed, however the vector says so. */
    private static void assertStatuses(int index, DeviceTable table, JsonNode expected) {
        for (Map.Entry<String, JsonNode> each : expected.properties()) {
            Optional<String> status = table.get(PciAddress.of(each.getKey()))
                    .map(device -> device.status().text());
            String wanted = each.getValue().asText();
            assertThat(status.orElse(GONE.contains(wanted) ? wanted : "removed"))
                    .as(each.getKey() + " after step " + index)
                    .isEqualTo(wanted);
        }
    }
}
