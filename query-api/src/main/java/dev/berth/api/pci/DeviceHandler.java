package dev.berth.api.pci;

import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import io.vavr.Tuple2;
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
        Schemas.PCI_DEVICES_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        QueriedDevices hosts = QueriedDevices.of(backend.view(call), call.query());
        Optional<String> state = call.query().last("state");
        Optional<ConsumerId> consumer =
                call.query().last("consumer").flatMap(UuidFormat::parse).map(ConsumerId::new);
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("devices");
                    for (Tuple2<ProviderId, DeviceTable> host : hosts.tables()) {
                        for (TrackedDevice device : host._2().devices()) {
                            if (hosts.isWanted(host._1(), device.device().provider())
                                    && (state.isEmpty() || state.get().equals(device.state()))
                                    && (consumer.isEmpty() || device.isOwnedBy(consumer.get()))) {
                                DeviceJson.write(json, host._1(), device);
                            }
                        }
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .fresh();
    }
}
