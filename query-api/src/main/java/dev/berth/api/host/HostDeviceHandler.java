package dev.berth.api.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.pci.DeviceJson;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The life of the PCI devices of one host: operators take them out of service and give them back, and the host's agent
 * learns which it has to clean. Any thread may use it.
 */
public final class HostDeviceHandler {
    private final Backend backend;

    public HostDeviceHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /hosts/{uuid}/devices, filtered by state; by address. None of a host that has none, or is not known. */
    public Answer list(Call call) {
        ProviderId host = HostAccess.host(call);
        RegionView view = backend.view(call);
        HostAccess.requireOwn(call, view, host);
        Schemas.HOST_DEVICES_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        Optional<String> state = call.query().last("state");
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("devices");
                    for (TrackedDevice device : view.devices().of(host).devices()) {
                        if (state.isEmpty() || state.get().equals(device.state())) {
                            DeviceJson.write(json, host, device);
                        }
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .fresh();
    }

    /** POST /hosts/{uuid}/devices/{address}, by operators: out of service and back, or to be cleaned. */
    public CompletionStage<Answer> change(Call call) {
        ProviderId host = HostAccess.host(call);
        PciAddress address = address(call);
        JsonNode body = Schemas.HOST_DEVICE_POST.body(call.version(), call.body());
        ChangeDevice.Action action =
                ChangeDevice.Action.parse(body.path("action").textValue()).orElseThrow();
        Optional<String> reason = Optional.ofNullable(body.path("reason").textValue());
        if (action.takesOut() != reason.isPresent()) {
            throw Problem.badRequest(
                            action.takesOut()
                                    ? "Say why as \"reason\": people want to know it of a device that they cannot have."
                                    : "A reason is given with drain and fail, and not with " + action.text() + ".")
                    .exception();
        }
        return submit(call, host, address, action, reason);
    }

    /** POST /hosts/{uuid}/devices/{address}/acknowledge, by operators and the host's own agent: it is clean. */
    public CompletionStage<Answer> acknowledge(Call call) {
        return submit(call, HostAccess.host(call), address(call), ChangeDevice.Action.ACKNOWLEDGE, Optional.empty());
    }

    private CompletionStage<Answer> submit(
            Call call, ProviderId host, PciAddress address, ChangeDevice.Action action, Optional<String> reason) {
        Write write = backend.write(call);
        if (action == ChangeDevice.Action.ACKNOWLEDGE) {
            HostAccess.requireOwn(call, write.view(), host);
        }
        return write.submit(
                new ChangeDevice(write.commandId(), host, address, action, reason),
                reply -> Answer.empty(204),
                HostProblems::of);
    }

    private static PciAddress address(Call call) {
        String text = call.parameter("address");
        return PciAddress.parse(text)
                .orElseThrow(() -> Problem.badRequest(
                                "expected the address of a PCI device such as 0000:81:00.1 but got " + text + ".")
                        .exception());
    }
}
