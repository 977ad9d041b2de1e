package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.RegionView;
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
        Provider provider = Ids.requireProvider(backend.view(call), call.parameter("uuid"));
        JsonNode body = Schemas.INVENTORY_POST.body(call.version(), call.body());
        String name = body.get("resource_class").textValue();
        String failure = "Unable to create inventory for resource provider " + provider.id() + ": ";
        InventoryRecord inventory = parse(call, body, name, provider, failure);
        ResourceClass resourceClass = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .orElseThrow(() ->
                        Problem.badRequest(failure + Refusals.noSuchClass(name)).exception());
        return backend.submit(
                call,
                new CreateInventory(
                        backend.commandId(),
                        provider.id(),
                        OptionalLong.empty(),
                        resourceClass,
                        InventoryJson.kept(inventory)),
                decision -> answer(201, inventory, generation(decision))
                        .header("location", call.url("/resource_providers/" + provider.id() + "/inventories/" + name))
                        .modified(System.currentTimeMillis()),
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
        RegionView view = backend.view(call);
        Provider provider = Ids.requireProvider(view, call.parameter("uuid"));
        JsonNode body = Schemas.INVENTORIES_PUT.body(call.version(), call.body());
        long expected = WholeNumber.of(body.get(GENERATION));
        String unknown = "Unknown resource class in inventory for resource provider " + provider.id() + ": ";
        ImmutableSortedMap<ResourceClass, InventoryRecord> inventories = Stale.unless(
                provider.generation() == expected,
                () -> InventoryJson.parseAll(
                        body.get("inventories"),
                        provider.id().toString(),
                        call.version(),
                        "Unable to update inventory for resource provider " + provider.id() + ": ",
                        unknown));
        return backend.submit(
                call,
                new ReplaceInventories(
                        backend.commandId(), provider.id(), OptionalLong.of(expected), InventoryJson.kept(inventories)),
                decision -> answer(inventories, generation(decision)).modified(System.currentTimeMillis()),
                refusal -> switch (refusal.rejection()) {
                    case RESOURCE_CLASS_NOT_FOUND ->
                        Problem.badRequest(unknown + firstUnknown(call, body.get("inventories"), refusal));
                    case INVENTORY_IN_USE -> Refusals.inventoryInUse("update conflict: ", refusal);
                    default -> Refusals.problem(refusal);
                });
    }

    /** Of several classes that are not known the first in the body is told. */
    private String firstUnknown(Call call, JsonNode inventories, Refusal refusal) {
        RegionView view = backend.view(call);
        for (Map.Entry<String, JsonNode> inventory : inventories.properties()) {
            if (!view.isKnown(ResourceClass.of(inventory.getKey()))) {
                return Refusals.noSuchClass(inventory.getKey());
            }
        }
        return Refusals.noSuchClass(refusal);
    }

    /** PUT /resource_providers/{uuid}/inventories/{resource_class}: of a class that the provider has. */
    public CompletionStage<Answer> replaceOne(Call call) {
        Provider provider = Ids.requireProvider(backend.view(call), call.parameter("uuid"));
        JsonNode body = Schemas.INVENTORY_PUT.body(call.version(), call.body());
        long expected = WholeNumber.of(body.get(GENERATION));
        String name = call.parameter("resource_class");
        InventoryRecord inventory = Stale.unless(
                provider.generation() == expected,
                () -> parse(
                        call,
                        body,
                        name,
                        provider,
                        "Unable to update inventory for resource provider " + provider.id() + ": "));
        ResourceClass resourceClass = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .orElseThrow(() -> Problem.notFound(Refusals.noSuchClass(name)).exception());
        return backend.submit(
                call,
                new UpdateInventory(
                        backend.commandId(), provider.id(), expected, resourceClass, InventoryJson.kept(inventory)),
                decision -> answer(200, inventory, generation(decision)).modified(System.currentTimeMillis()),
                refusal -> switch (refusal.rejection()) {
                    case INVENTORY_NOT_FOUND -> notInInventory(backend.view(call), provider, resourceClass);
                    default -> Refusals.problem(refusal);
                });
    }

    private static Problem notInInventory(RegionView view, Provider provider, ResourceClass resourceClass) {
        return view.isKnown(resourceClass)
                ? Problem.badRequest("No inventory record with resource class for resource provider " + provider.id()
                        + ": No inventory of class " + resourceClass + " found.")
                : Problem.notFound(Refusals.noSuchClass(resourceClass.name()));
    }

    /** DELETE /resource_providers/{uuid}/inventories (1.5), whatever the generation. */
    public CompletionStage<Answer> deleteAll(Call call) {
        Provider provider = Ids.requireProvider(backend.view(call), call.parameter("uuid"));
        return backend.submit(
                call,
                new ReplaceInventories(
                        backend.commandId(), provider.id(), OptionalLong.empty(), ImmutableSortedMap.of()),
                decision -> Answer.empty(204),
                Refusals::problem);
    }

    /** DELETE /resource_providers/{uuid}/inventories/{resource_class}. */
    public CompletionStage<Answer> deleteOne(Call call) {
        RegionView view = backend.view(call);
        Provider provider = Ids.requireProvider(view, call.parameter("uuid"));
        String name = call.parameter("resource_class");
        String missing = "No inventory of class " + name + " found for delete";
        ResourceClass resourceClass = Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .filter(view::isKnown)
                .orElseThrow(() -> Problem.notFound(missing + ": " + Refusals.noSuchClass(name))
                        .exception());
        return backend.submit(
                call,
                new DeleteInventory(backend.commandId(), provider.id(), resourceClass),
                decision -> Answer.empty(204),
                refusal -> switch (refusal.rejection()) {
                    case INVENTORY_NOT_FOUND -> Problem.notFound(missing + ": " + missing);
                    case INVENTORY_IN_USE ->
                        Refusals.concurrentUpdate("Unable to delete inventory of class " + name + ": "
                                + Refusals.inventoryInUse(refusal));
                    default -> Refusals.problem(refusal);
                });
    }

    private static InventoryRecord parse(
            Call call, JsonNode body, String resourceClass, Provider provider, String failure) {
        InventoryJson.Parsed parsed =
                InventoryJson.parse(body, resourceClass, provider.id().toString(), call.version());
        return parsed.inventory()
                .orElseThrow(
                        () -> Problem.badRequest(failure + parsed.complaint()).exception());
    }

    private static long generation(Decision decision) {
        return Refusals.event(decision, InventoriesReplaced.class)
                .map(InventoriesReplaced::generation)
                .orElseThrow(() -> new IllegalStateException("expected new inventories but got " + decision));
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
