package dev.berth.auditor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Outage;
import dev.berth.events.model.Printable;
import dev.berth.events.model.TrackedDevice;
import java.time.Instant;
import java.util.Optional;

/** What happened to a device, as one line for people or for programs. */
public final class DeviceChangeText {
    private DeviceChangeText() {}

    /** Position, time, host, what became of the device, by what command, and by whom. */
    public static String of(DeviceChange change) {
        return "%-10s %-24s %s  %s  (%s) %s"
                .formatted(
                        change.position(),
                        Instant.ofEpochMilli(change.position().timestampMs()),
                        change.host(),
                        what(change),
                        change.commandKind(),
                        change.origin().map(OriginText::of).orElse("sender not told"));
    }

    private static String what(DeviceChange change) {
        if (change.after().isEmpty()) {
            return "gone";
        }
        TrackedDevice after = change.after().get();
        if (change.before().isEmpty()) {
            return "reported, " + state(after);
        }
        TrackedDevice before = change.before().get();
        if (!before.status().equals(after.status())
                || !before.owner().equals(after.owner())
                || before.dirty() != after.dirty()
                || !before.outage().equals(after.outage())) {
            return state(after);
        }
        if (after.departing() != before.departing()) {
            return after.departing() ? "left the host, goes when it is freed" : "back on the host";
        }
        return after.pending().isPresent() ? "has other attributes, kept until it is freed" : "has other attributes";
    }

    private static String state(TrackedDevice device) {
        boolean isHeld = device.owner().isPresent();
        return device.state()
                + device.owner().map(owner -> " by " + owner).orElse("")
                + device.requestId().map(id -> " for " + Printable.of(id)).orElse("")
                + (isHeld && device.dirty() ? ", dirty after that" : "")
                + device.outage()
                        .map(outage -> (isHeld ? ", " + outage.cause().text() + " after that" : "") + ": "
                                + Printable.of(outage.reason()))
                        .orElse("");
    }

    /** One JSON object on one line. */
    public static String json(DeviceChange change) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", change.position().partition());
        node.put("offset", change.position().offset());
        node.put("timestamp_ms", change.position().timestampMs());
        node.put("command", change.commandKind().name());
        node.put("command_id", change.commandId().toString());
        node.put("host", change.host().toString());
        node.put("what", what(change));
        node.set("origin", OriginText.json(change.origin()));
        put(node, "before", change.before());
        put(node, "after", change.after());
        return JsonLines.oneLine(node);
    }

    private static void put(ObjectNode node, String field, Optional<TrackedDevice> device) {
        if (device.isEmpty()) {
            node.putNull(field);
            return;
        }
        ObjectNode state = node.putObject(field);
        state.put("state", device.get().state());
        state.put("consumer", device.get().owner().map(ConsumerId::toString).orElse(null));
        state.put("request_id", device.get().requestId().orElse(null));
        state.put("departing", device.get().departing());
        state.put("dirty", device.get().dirty());
        state.put(
                "outage",
                device.get().outage().map(Outage::cause).map(Outage.Cause::text).orElse(null));
        state.put("reason", device.get().outage().map(Outage::reason).orElse(null));
    }
}
