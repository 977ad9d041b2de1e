package dev.berth.api.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Feature;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateResourceClass.IfExists;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Resource classes (1.2). PUT renames until 1.6 and makes sure of a class from 1.7. */
public final class ResourceClassHandler {
    private final Backend backend;

    public ResourceClassHandler(Backend backend) {
        this.backend = backend;
    }

    public Answer list(Call call) {
        RegionView view = backend.view(call);
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("resource_classes");
                    for (String name : StandardCatalogue.resourceClasses()) {
                        write(json, call, name);
                    }
                    for (ResourceClass custom : view.catalogue().customClasses().keySet()) {
                        write(json, call, custom.name());
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .modified(view.catalogue()
                        .customClasses()
                        .values()
                        .toJavaStream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElseGet(System::currentTimeMillis));
    }

    public Answer show(Call call) {
        ResourceClass resourceClass = requireKnown(call);
        return Answer.ok(json -> write(json, call, resourceClass.name()))
                .modified(backend.view(call)
                        .catalogue()
                        .createdAtMs(resourceClass)
                        .orElseGet(System::currentTimeMillis));
    }

    public CompletionStage<Answer> create(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.RESOURCE_CLASS_POST.body(call.version(), call.body());
        ResourceClass resourceClass = ResourceClass.of(body.get("name").textValue());
        return write.submit(
                new CreateResourceClass(write.commandId(), resourceClass, IfExists.REFUSE),
                reply -> Answer.empty(201).header("location", call.url(path(resourceClass.name()))),
                refusal -> Problem.conflict("Conflicting resource class already exists: " + resourceClass));
    }

    public CompletionStage<Answer> put(Call call) {
        return call.has(Feature.RESOURCE_CLASS_CONFIRM) ? confirm(call) : rename(call);
    }

    private CompletionStage<Answer> confirm(Call call) {
        Write write = backend.write(call);
        String name = call.parameter("name");
        Schemas.RESOURCE_CLASS_PUT.requireFits(
                call.version(), JsonNodeFactory.instance.objectNode().put("name", name));
        return write.submit(
                new CreateResourceClass(write.commandId(), ResourceClass.of(name), IfExists.ACCEPT),
                reply -> Answer.empty(reply.hasChanged() ? 201 : 204).header("location", call.url(path(name))),
                Refusals::problem);
    }

    private CompletionStage<Answer> rename(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.RESOURCE_CLASS_PUT.body(call.version(), call.body());
        ResourceClass to = ResourceClass.of(body.get("name").textValue());
        ResourceClass from = requireKnown(write, call);
        return write.submit(
                new RenameResourceClass(write.commandId(), from, to),
                reply -> Answer.ok(json -> write(json, call, to.name())),
                refusal -> renameProblem(refusal, from, to));
    }

    public CompletionStage<Answer> delete(Call call) {
        Write write = backend.write(call);
        ResourceClass resourceClass = requireKnown(write, call);
        return write.submit(
                new DeleteResourceClass(write.commandId(), resourceClass),
                reply -> Answer.empty(204),
                refusal -> deleteProblem(refusal, resourceClass));
    }

    private ResourceClass requireKnown(Call call) {
        return require(call.parameter("name"), backend.view(call)::isKnown);
    }

    /** What was answered before was known then. */
    private static ResourceClass requireKnown(Write write, Call call) {
        return require(
                call.parameter("name"),
                resourceClass -> write.isRepeated() || write.view().isKnown(resourceClass));
    }

    private static ResourceClass require(String name, Predicate<ResourceClass> isKnown) {
        return Optional.of(name)
                .filter(ResourceClass::isName)
                .map(ResourceClass::of)
                .filter(isKnown)
                .orElseThrow(() -> Problem.notFound(Refusals.noSuchClass(name)).exception());
    }

    private static Problem renameProblem(Refusal refusal, ResourceClass from, ResourceClass to) {
        return switch (refusal.rejection()) {
            case RESOURCE_CLASS_NOT_CUSTOM -> Problem.badRequest("Cannot update standard resource class " + from);
            case RESOURCE_CLASS_EXISTS -> Problem.conflict("Resource class already exists: " + to);
            default -> Refusals.problem(refusal);
        };
    }

    private static Problem deleteProblem(Refusal refusal, ResourceClass resourceClass) {
        return switch (refusal.rejection()) {
            case RESOURCE_CLASS_NOT_CUSTOM ->
                Problem.badRequest(
                        "Error in delete resource class: Cannot delete standard resource class " + resourceClass + ".");
            case RESOURCE_CLASS_IN_USE ->
                Problem.conflict("Error in delete resource class: Cannot delete resource" + " class " + resourceClass
                        + ". Class is in use in inventory.");
            default -> Refusals.problem(refusal);
        };
    }

    private static void write(JsonGenerator json, Call call, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("links");
        json.writeStartObject();
        json.writeStringField("rel", "self");
        json.writeStringField("href", call.path(path(name)));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String path(String name) {
        return "/resource_classes/" + name;
    }
}
