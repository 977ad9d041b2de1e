package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import io.vavr.Tuple2;
import java.io.IOException;
import java.util.Optional;

/** PCI devices, who holds them and who counts them. */
public final class DeviceHandler {
    private final Backend backend;

    public DeviceHandler(Backend backend) {
        this.backend = backend;
    }

    /**
     * GET /pci/devices, filtered by provider (a host, or what counts them), state and consumer; by host and address.
     */
    public Answer list(Call call) {
        Schemas.PCI_DEVICES_QUERY.requireFits(call.version(), call.query());
        Hosts hosts = Hosts.of(backend.view(call), call.query());
        Optional<DeviceStatus> state = call.query().last("state").flatMap(DeviceStatus::parse);
        Optional<ConsumerId> consumer =
                call.query().last("consumer").flatMap(UuidFormat::parse).map(ConsumerId::new);
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("devices");
                    for (Tuple2<ProviderId, DeviceTable> host : hosts.tables()) {
                        for (TrackedDevice device : host._2().devices()) {
                            if (hosts.isWanted(host._1(), device.device().provider())
                                    && (state.isEmpty() || state.get() == device.status())
                                    && (consumer.isEmpty() || device.isOwnedBy(consumer.get()))) {
                                write(json, host._1(), device);
                            }
                        }
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .fresh();
    }

    private static void write(JsonGenerator json, ProviderId host, TrackedDevice tracked) throws IOException {
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
        AttributeJson.writeText(json, "resource_provider", device.provider());
        json.writeStringField("state", tracked.status().text());
        AttributeJson.writeText(json, "consumer", tracked.owner());
        AttributeJson.writeText(json, "request_id", tracked.requestId());
        json.writeBooleanField("departing", tracked.departing());
        json.writeEndObject();
    }
}
