package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.Outage;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import java.io.IOException;

/** A PCI device with all that is known of it as JSON. Stateless. */
public final class DeviceJson {
    private DeviceJson() {}

    public static void write(JsonGenerator json, ProviderId host, TrackedDevice tracked) throws IOException {
        PciDevice device = tracked.device();
        json.writeStartObject();
        json.writeStringField("host", host.toString());
        json.writeStringField("address", device.address().toString());
        json.writeStringField("vendor_id", device.vendorId());
        json.writeStringField("product_id", device.productId());
        json.writeStringField("dev_type", device.type().text());
        AttributeJson.writeText(json, "parent_addr", device.parent());
        AttributeJson.writeNumber(json, "numa_node", device.numaNode());
        AttributeJson.write(json, "tags", device.tags());
        AttributeJson.write(json, "facts", device.facts());
        AttributeJson.writeText(json, "resource_provider", device.provider());
        json.writeStringField("state", tracked.state());
        AttributeJson.writeText(json, "consumer", tracked.owner());
        AttributeJson.writeText(json, "request_id", tracked.requestId());
        json.writeBooleanField("departing", tracked.departing());
        json.writeBooleanField("dirty", tracked.dirty());
        AttributeJson.writeText(
                json, "outage", tracked.outage().map(Outage::cause).map(Outage.Cause::text));
        AttributeJson.writeText(json, "reason", tracked.outage().map(Outage::reason));
        json.writeEndObject();
    }
}
