package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.CreateFlavor;
import dev.berth.events.command.DeleteFlavor;
import dev.berth.events.command.ReplaceFlavor;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** PCI flavors: named selections of devices, made and changed while running. */
public final class FlavorHandler {
    private final Backend backend;

    public FlavorHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /pci/flavors, by name. */
    public Answer list(Call call) {
        Iterable<PciFlavor> flavors = backend.view(call).flavors().values();
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("flavors");
                    for (PciFlavor flavor : flavors) {
                        write(json, flavor);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .fresh();
    }

    /** GET /pci/flavors/{name}. */
    public Answer show(Call call) {
        String name = call.parameter("name");
        PciFlavor flavor =
                backend.view(call).flavor(name).orElseThrow(() -> notFound(name).exception());
        return Answer.ok(json -> write(json, flavor)).fresh();
    }

    /** POST /pci/flavors; 409 if the name is taken. */
    public CompletionStage<Answer> create(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.PCI_FLAVORS_POST.body(call.version(), call.body());
        PciFlavor flavor = flavor(body.get("name").textValue(), body);
        return write.submit(
                new CreateFlavor(write.commandId(), flavor),
                reply -> Answer.json(201, json -> write(json, flavor)),
                FlavorHandler::problem);
    }

    /** PUT /pci/flavors/{name} with the generation that was read; 409 if it is another by now. */
    public CompletionStage<Answer> replace(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.PCI_FLAVOR_PUT.body(call.version(), call.body());
        long expected = body.get("generation").longValue();
        String name = call.parameter("name");
        if (!PciFlavor.isName(name)) {
            throw notFound(name).exception();
        }
        PciFlavor flavor = flavor(name, body);
        return write.submit(
                new ReplaceFlavor(write.commandId(), flavor, expected),
                reply -> Answer.ok(json -> write(json, flavor.withGeneration(expected + 1))),
                FlavorHandler::problem);
    }

    /** DELETE /pci/flavors/{name}; what was claimed by it stays. */
    public CompletionStage<Answer> delete(Call call) {
        Write write = backend.write(call);
        return write.submit(
                new DeleteFlavor(write.commandId(), call.parameter("name")),
                reply -> Answer.empty(204),
                FlavorHandler::problem);
    }

    private static PciFlavor flavor(String name, JsonNode body) {
        return new PciFlavor(
                name,
                AttributeJson.alternatives(body.get("match")),
                AttributeJson.policy(body),
                Optional.ofNullable(body.get("description")).map(JsonNode::textValue),
                0);
    }

    private static Problem problem(Refusal refusal) {
        String name = refusal.fact(Refusal.Fact.FLAVOR).orElse("");
        return switch (refusal.rejection()) {
            case FLAVOR_NOT_FOUND -> notFound(name);
            case FLAVOR_EXISTS -> Problem.conflict("A PCI flavor named '" + name + "' exists.");
            case FLAVOR_GENERATION_CONFLICT ->
                Problem.conflict("PCI flavor generation conflict - expected "
                                + refusal.fact(Refusal.Fact.ACTUAL).orElse("") + " but got "
                                + refusal.fact(Refusal.Fact.EXPECTED).orElse(""))
                        .withCode(ErrorCode.CONCURRENT_UPDATE);
            default -> Problem.conflict(refusal.toString());
        };
    }

    private static Problem notFound(String name) {
        return Problem.notFound("No PCI flavor named '" + name + "'.");
    }

    private static void write(JsonGenerator json, PciFlavor flavor) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", flavor.name());
        json.writeArrayFieldStart("match");
        for (PciAlternative alternative : flavor.alternatives()) {
            AttributeJson.write(json, alternative.attributes());
        }
        json.writeEndArray();
        AttributeJson.writeText(json, "numa_policy", flavor.policy().map(NumaPolicy::text));
        AttributeJson.writeText(json, "description", flavor.description());
        json.writeNumberField("generation", flavor.generation());
        json.writeEndObject();
    }
}
