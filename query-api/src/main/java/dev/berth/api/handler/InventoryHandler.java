package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The inventories of a provider, all together and one by one. */
public final class InventoryHandler {
    private static final String GENERATION = "resource_provider_generation";

    private final Backend backend;

    public InventoryHandler(Backend backend) {
        this.backend = backend;
    }

    public Answer list(Call call) {
        Provider provider = findForReading(call);
        Answer answer = answer(provider.inventories(), provider.generation());
        return provider.inventories().isEmpty() ? answer.fresh() : answer.modified(provider.updatedAtMs());
    }

    public Answer show(Call call) {
        Provider provider = findForReading(call);
        String name = call.parameter("resource_class");
        InventoryRecord inventory = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .map(provider.inventories()::get)
                .orElseThrow(() -> Problem.notFound("No inventory of class " + name + " for " + call.parameter("uuid"))
                        .exception());
        return answer(200, inventory, provider.generation()).modified(provider.updatedAtMs());
    }

    private Provider findForReading(Call call) {
        String uuid = call.parameter("uuid");
        return Ids.findProvider(backend.view(call), uuid)
                .orElseThrow(() -> Problem.notFound(
                                "No resource provider with uuid " + uuid + " found : " + Ids.noProvider(uuid))
                        .exception());
    }

    /** POST /resource_providers/{uuid}/inventories: of a class that the provider does not have yet. */
    public CompletionStage<Answer> create(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        JsonNode body = Schemas.INVENTORY_POST.body(call.version(), call.body());
        String name = body.get("resource_class").textValue();
        String failure = "Unable to create inventory for resource provider " + provider + ": ";
        InventoryRecord inventory = parse(call, body, name, provider, failure);
        ResourceClass resourceClass = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .orElseThrow(() ->
                        Problem.badRequest(failure + Refusals.noSuchClass(name)).exception());
        return write.submit(
                new CreateInventory(
                        write.commandId(),
                        provider,
                        OptionalLong.empty(),
                        resourceClass,
                        InventoryJson.kept(inventory)),
                reply -> answer(201, inventory, generation(reply))
                        .header("location", call.url("/resource_providers/" + provider + "/inventories/" + name))
                        .modified(reply.position().timestampMs()),
                refusal -> createProblem(refusal, failure));
    }

    private static Problem createProblem(Refusal refusal, String failure) {
        return switch (refusal.rejection()) {
            case RESOURCE_CLASS_NOT_FOUND -> Problem.badRequest(failure + Refusals.noSuchClass(refusal));
            case INVENTORY_EXISTS ->
                Refusals.concurrentUpdate("Update conflict: the provider has an inventory of class "
                        + Refusals.fact(refusal, Refusal.Fact.RESOURCE_CLASS) + " already");
            default -> Refusals.problem(refusal);
        };
    }

    /** PUT /resource_providers/{uuid}/inventories. */
    public CompletionStage<Answer> replaceAll(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        JsonNode body = Schemas.INVENTORIES_PUT.body(call.version(), call.body());
        long expected = WholeNumber.of(body.get(GENERATION));
        String unknown = "Unknown resource class in inventory for resource provider " + provider + ": ";
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories = StaleGeneration.unless(
                () -> Ids.isCurrent(write, provider, expected),
                () -> InventoryJson.parseAll(
                        body.get("inventories"),
                        provider.toString(),
                        call.version(),
                        "Unable to update inventory for resource provider " + provider + ": ",
                        unknown));
        return write.submit(
                new ReplaceInventories(
                        write.commandId(), provider, OptionalLong.of(expected), InventoryJson.kept(inventories)),
                reply -> answer(inventories, generation(reply))
                        .modified(reply.position().timestampMs()),
                refusal -> switch (refusal.rejection()) {
                    case RESOURCE_CLASS_NOT_FOUND ->
                        Problem.badRequest(unknown + firstUnknown(write, body.get("inventories"), refusal));
                    case INVENTORY_IN_USE -> Refusals.inventoryInUse("update conflict: ", refusal);
                    default -> Refusals.problem(refusal);
                });
    }

    /** If several classes are unknown, the first in the body is named. */
    private static String firstUnknown(Write write, JsonNode inventories, Refusal refusal) {
        if (write.hasKey()) {
            return Refusals.noSuchClass(refusal);
        }
        RegionView view = write.after();
        for (Map.Entry<String, JsonNode> inventory : inventories.properties()) {
            if (!view.isKnown(ResourceClass.of(inventory.getKey()))) {
                return Refusals.noSuchClass(inventory.getKey());
            }
        }
        return Refusals.noSuchClass(refusal);
    }

    /** PUT /resource_providers/{uuid}/inventories/{resource_class}: of a class that the provider has. */
    public CompletionStage<Answer> replaceOne(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        JsonNode body = Schemas.INVENTORY_PUT.body(call.version(), call.body());
        long expected = WholeNumber.of(body.get(GENERATION));
        String name = call.parameter("resource_class");
        InventoryRecord inventory = StaleGeneration.unless(
                () -> Ids.isCurrent(write, provider, expected),
                () -> parse(
                        call,
                        body,
                        name,
                        provider,
                        "Unable to update inventory for resource provider " + provider + ": "));
        ResourceClass resourceClass = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .orElseThrow(() -> Problem.notFound(Refusals.noSuchClass(name)).exception());
        return write.submit(
                new UpdateInventory(
                        write.commandId(), provider, expected, resourceClass, InventoryJson.kept(inventory)),
                reply -> answer(200, inventory, generation(reply))
                        .modified(reply.position().timestampMs()),
                refusal -> switch (refusal.rejection()) {
                    case INVENTORY_NOT_FOUND -> notInInventory(provider, resourceClass);
                    default -> Refusals.problem(refusal);
                });
    }

    private static Problem notInInventory(ProviderId provider, ResourceClass resourceClass) {
        return Problem.badRequest("No inventory record with resource class for resource provider " + provider
                + ": No inventory of class " + resourceClass + " found.");
    }

    /** DELETE /resource_providers/{uuid}/inventories (1.5), whatever the generation. */
    public CompletionStage<Answer> deleteAll(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        return write.submit(
                new ReplaceInventories(write.commandId(), provider, OptionalLong.empty(), ImmutableSortedMap.of()),
                reply -> Answer.empty(204),
                Refusals::problem);
    }

    /** DELETE /resource_providers/{uuid}/inventories/{resource_class}. */
    public CompletionStage<Answer> deleteOne(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        String name = call.parameter("resource_class");
        String missing = "No inventory of class " + name + " found for delete";
        ResourceClass resourceClass = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .filter(known -> write.isRepeated() || write.view().isKnown(known))
                .orElseThrow(() -> Problem.notFound(missing + ": " + Refusals.noSuchClass(name))
                        .exception());
        return write.submit(
                new DeleteInventory(write.commandId(), provider, resourceClass),
                reply -> Answer.empty(204),
                refusal -> switch (refusal.rejection()) {
                    case INVENTORY_NOT_FOUND -> Problem.notFound(missing + ": " + missing);
                    case INVENTORY_IN_USE ->
                        Refusals.concurrentUpdate("Unable to delete inventory of class " + name + ": "
                                + Refusals.inventoryInUse(refusal));
                    default -> Refusals.problem(refusal);
                });
    }

    private static InventoryRecord parse(
            Call call, JsonNode body, String resourceClass, ProviderId provider, String failure) {
        InventoryJson.Parsed parsed = InventoryJson.parse(body, resourceClass, provider.toString(), call.version());
        return parsed.inventory()
                .orElseThrow(
                        () -> Problem.badRequest(failure + parsed.complaint()).exception());
    }

    private static long generation(Reply reply) {
        return reply.provider().orElseThrow().generation();
    }

    private static Answer answer(int status, InventoryRecord inventory, long generation) {
        return Answer.json(status, json -> {
            json.writeStartObject();
            InventoryJson.writeFields(json, inventory);
            json.writeNumberField(GENERATION, generation);
            json.writeEndObject();
        });
    }

    private static Answer answer(Map<ResourceClass, InventoryRecord> inventories, long generation) {
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeNumberField(GENERATION, generation);
            json.writeObjectFieldStart("inventories");
            for (Map.Entry<ResourceClass, InventoryRecord> entry : inventories.entrySet()) {
                json.writeObjectFieldStart(entry.getKey().name());
                InventoryJson.writeFields(json, entry.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
