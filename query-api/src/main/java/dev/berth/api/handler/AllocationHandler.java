package dev.berth.api.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Feature;
import dev.berth.api.pci.ClaimedDevices;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.ExtendedBody;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.SeenConsumer;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Allocations: of a consumer, of several consumers at once (1.13), and on a provider. */
public final class AllocationHandler {
    private final Backend backend;

    public AllocationHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /allocations/{consumer_uuid}: empty for a consumer that holds nothing. */
    public Answer ofConsumer(Call call) {
        RegionView view = backend.view(call);
        Optional<Consumer> consumer =
                Ids.consumer(call.parameter("consumer_uuid")).flatMap(view::consumer);
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("allocations");
                    if (consumer.isPresent()) {
                        writeAllocations(json, view, consumer.get());
                    }
                    json.writeEndObject();
                    if (consumer.isPresent()) {
                        writeOwner(json, call, consumer.get());
                    }
                    json.writeEndObject();
                })
                .modified(consumer.map(Consumer::updatedAtMs).orElseGet(System::currentTimeMillis));
    }

    private static void writeAllocations(JsonGenerator json, RegionView view, Consumer consumer) throws IOException {
        for (ProviderAmounts held : consumer.allocations().byProvider()) {
            json.writeObjectFieldStart(held.provider().toString());
            writeResources(json, held.amounts());
            json.writeNumberField(
                    "generation", view.provider(held.provider()).orElseThrow().generation());
            json.writeEndObject();
        }
    }

    private static void writeOwner(JsonGenerator json, Call call, Consumer consumer) throws IOException {
        if (call.has(Feature.ALLOCATIONS_BY_PROVIDER)) {
            json.writeStringField("project_id", consumer.projectId());
            json.writeStringField("user_id", consumer.userId());
        }
        if (call.has(Feature.CONSUMER_GENERATIONS)) {
            json.writeNumberField("consumer_generation", consumer.generation());
        }
        if (call.has(Feature.CONSUMER_TYPES)) {
            json.writeStringField(
                    "consumer_type", consumer.type().map(Object::toString).orElse(UsageHandler.UNKNOWN_TYPE));
        }
    }

    private static void writeResources(JsonGenerator json, Map<ResourceClass, Long> amounts) throws IOException {
        json.writeObjectFieldStart("resources");
        for (Map.Entry<ResourceClass, Long> amount : amounts.entrySet()) {
            json.writeNumberField(amount.getKey().name(), amount.getValue());
        }
        json.writeEndObject();
    }

    /** GET /resource_providers/{uuid}/allocations: what each consumer holds of the provider. */
    public Answer onProvider(Call call) {
        RegionView view = backend.view(call);
        String uuid = call.parameter("uuid");
        Provider provider = Ids.findProvider(view, uuid)
                .orElseThrow(
                        () -> Problem.notFound("Resource provider '" + uuid + "' not found: " + Ids.noProvider(uuid))
                                .exception());
        List<Consumer> holders = new ArrayList<>();
        for (ConsumerId id : view.consumers().on(provider.id())) {
            holders.add(view.consumer(id).orElseThrow());
        }
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("allocations");
                    for (Consumer holder : holders) {
                        json.writeObjectFieldStart(holder.id().toString());
                        writeResources(json, holder.allocations().from(provider.id()));
                        if (call.has(Feature.CONSUMER_GENERATIONS)) {
                            json.writeNumberField("consumer_generation", holder.generation());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndObject();
                    json.writeNumberField("resource_provider_generation", provider.generation());
                    json.writeEndObject();
                })
                .modified(
                        holders.stream().mapToLong(Consumer::updatedAtMs).max().orElseGet(System::currentTimeMillis));
    }

    /** PUT /allocations/{consumer_uuid}. */
    public CompletionStage<Answer> replace(Call call) {
        Write write = backend.write(call);
        String text = call.parameter("consumer_uuid");
        ConsumerId consumer = UuidFormat.parse(text)
                .map(ConsumerId::new)
                .orElseThrow(() ->
                        Problem.badRequest("Malformed consumer_uuid: " + text).exception());
        ExtendedBody body = Schemas.ALLOCATIONS_PUT.body(ClaimedDevices.FIELDS, call.version(), call.body());
        String whenClassUnknown = "Unable to allocate inventory for consumer " + consumer + ": ";
        ClaimJson sent = ClaimJson.parse(consumer, body.rest(), call, whenClassUnknown);
        ConsumerClaim claim = ClaimedDevices.in(body.extension(), sent.claim(), call, write);
        if (claim.devices().isEmpty() && claim.cells().isEmpty()) {
            return claim(write, ImmutableList.of(claim), sent.asked(), whenClassUnknown);
        }
        return write.submit(
                new ClaimAllocations(write.commandId(), ImmutableList.of(claim)),
                reply -> ClaimedDevices.answer(reply, claim),
                refusal -> claimProblem(refusal, whenClassUnknown));
    }

    /** POST /allocations (1.13): several consumers, all or none. */
    public CompletionStage<Answer> replaceSeveral(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.ALLOCATIONS_POST.body(call.version(), call.body());
        String whenClassUnknown = "Unable to allocate inventory ";
        ClaimJson.Several sent = ClaimJson.parseAll(body, call, whenClassUnknown);
        return claim(write, sent.claims(), sent.asked(), whenClassUnknown);
    }

    private static CompletionStage<Answer> claim(
            Write write, ImmutableList<ConsumerClaim> claims, List<ClaimFault.Item> asked, String whenClassUnknown) {
        return write.submit(
                new ClaimAllocations(write.commandId(), claims),
                reply -> Answer.empty(204),
                refusal -> claimProblem(
                        write.hasKey()
                                ? refusal
                                : fault(write.after(), claims, asked).told(refusal),
                        whenClassUnknown));
    }

    private static ClaimFault fault(
            RegionView after, ImmutableList<ConsumerClaim> claims, List<ClaimFault.Item> asked) {
        return new ClaimFault(
                after, claims, asked, Map.of(), part -> new ClaimAllocations(new CommandId(UUID.randomUUID()), part));
    }

    /** What a refused claim is told, in routes that claim. */
    static Problem claimProblem(Refusal refusal, String whenClassUnknown) {
        return switch (refusal.rejection()) {
            case PROVIDER_NOT_FOUND ->
                Problem.badRequest(ClaimJson.noSuchProvider(Refusals.fact(refusal, Fact.PROVIDER)));
            case CONSUMER_GENERATION_CONFLICT ->
                Refusals.concurrentUpdate("consumer generation conflict - expected "
                        + Refusals.fact(refusal, Fact.ACTUAL) + " but got "
                        + Refusals.fact(refusal, Fact.EXPECTED).replace("null", "None"));
            case RESOURCE_CLASS_NOT_FOUND -> Problem.badRequest(whenClassUnknown + Refusals.noSuchClass(refusal));
            case HOST_DRAINED ->
                Problem.conflict("Host " + Refusals.fact(refusal, Fact.HOST) + " is drained ("
                                + Refusals.fact(refusal, Fact.REASON) + "), and consumer "
                                + Refusals.fact(refusal, Fact.CONSUMER) + " holds nothing there that it could keep.")
                        .withCode(ErrorCode.HOST_DRAINED);
            case NO_INVENTORY_TO_CLAIM ->
                noRoom("Inventory for '" + Refusals.fact(refusal, Fact.RESOURCE_CLASS) + "' on resource provider '"
                        + Refusals.fact(refusal, Fact.PROVIDER) + "' invalid.");
            case UNIT_CONSTRAINT_VIOLATED -> noRoom(unableToAllocate(refusal, "violate inventory constraints."));
            case CAPACITY_EXCEEDED -> noRoom(unableToAllocate(refusal, "exceed the capacity."));
            case DEVICES_NOT_FREE ->
                noRoom("Only " + Refusals.fact(refusal, Fact.ACTUAL) + " PCI devices of resource provider '"
                        + Refusals.fact(refusal, Fact.PROVIDER) + "' can be had together.");
            case REQUESTS_NOT_SERVED -> noRoom("PCI requests: " + Refusals.fact(refusal, Fact.REASON) + ".");
            case CELLS_NOT_FITTED -> noRoom("NUMA cells: " + Refusals.fact(refusal, Fact.REASON) + ".");
            case FLAVOR_NOT_FOUND ->
                Problem.badRequest("No PCI flavor named '" + Refusals.fact(refusal, Fact.FLAVOR) + "'.");
            default -> Refusals.problem(refusal);
        };
    }

    private static Problem noRoom(String why) {
        return Problem.conflict("Unable to allocate inventory: " + why).withCode(ErrorCode.UNDEFINED);
    }

    private static String unableToAllocate(Refusal refusal, String what) {
        return "Unable to create allocation for '" + Refusals.fact(refusal, Fact.RESOURCE_CLASS)
                + "' on resource provider '" + Refusals.fact(refusal, Fact.PROVIDER)
                + "'. The requested amount would " + what;
    }

    /**
     * DELETE /allocations/{consumer_uuid}, whatever the consumer's generation; with {@code seen} only if it is still as
     * it was seen. The log keeps the {@code reason}.
     */
    public CompletionStage<Answer> release(Call call) {
        String text = call.parameter("consumer_uuid");
        Problem nothing = Problem.notFound("No allocations for consumer '" + text + "'");
        ConsumerId consumer = Ids.consumer(text).orElseThrow(nothing::exception);
        Schemas.ALLOCATIONS_DELETE_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        Write write = backend.write(call);
        if (!write.isRepeated() && write.view().consumer(consumer).isEmpty()) {
            throw nothing.exception();
        }
        return write.submit(
                new ReleaseAllocations(
                        write.commandId(),
                        consumer,
                        call.query().last("seen").map(AllocationHandler::seen),
                        call.query().last("reason")),
                reply -> Answer.empty(204),
                refusal -> switch (refusal.rejection()) {
                    case CONSUMER_NOT_FOUND -> nothing;
                    case CONSUMER_GENERATION_CONFLICT ->
                        Refusals.concurrentUpdate("the consumer was changed since it was seen - expected generation "
                                + Refusals.fact(refusal, Fact.EXPECTED) + " of "
                                + Refusals.fact(refusal, Fact.EXPECTED_UPDATED_AT_MS) + " ms but it has "
                                + Refusals.fact(refusal, Fact.ACTUAL) + " of "
                                + Refusals.fact(refusal, Fact.ACTUAL_UPDATED_AT_MS) + " ms");
                    default -> Refusals.problem(refusal);
                });
    }

    private static SeenConsumer seen(String text) {
        int at = text.indexOf('@');
        return new SeenConsumer(Long.parseLong(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
    }
}
