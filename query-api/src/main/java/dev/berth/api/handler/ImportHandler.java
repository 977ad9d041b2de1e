package dev.berth.api.handler;

import static dev.berth.api.handler.Refusals.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.ImportFacts;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** POST /import: what another Placement has, in its generations. */
public final class ImportHandler {
    private static final String MALFORMED = "Malformed import: ";

    private final Backend backend;

    public ImportHandler(Backend backend) {
        this.backend = backend;
    }

    public CompletionStage<Answer> take(Call call) {
        Write write = backend.write(call).asImport();
        JsonNode body = Schemas.IMPORT_POST.body(call.version(), call.body());
        ImportFacts facts;
        try {
            facts = new ImportFacts(
                    write.commandId(),
                    set(body.path("resource_classes"), ResourceClass::of),
                    set(body.path("traits"), Trait::of),
                    list(body.path("providers"), each -> provider(each, call)),
                    list(body.path("consumers"), ImportHandler::consumer));
        } catch (MalformedException e) {
            throw Problem.badRequest(MALFORMED + e.getMessage()).exception();
        }
        return write.submit(facts, reply -> Answer.empty(204), ImportHandler::problem);
    }

    private static ImportedProvider provider(JsonNode json, Call call) {
        String uuid = json.get("uuid").textValue();
        return new ImportedProvider(
                providerId(uuid),
                json.get("name").textValue(),
                Optional.ofNullable(json.path("parent_provider_uuid").textValue())
                        .map(ImportHandler::providerId),
                WholeNumber.of(json.get("generation")),
                InventoryJson.kept(
                        InventoryJson.parseAll(json.path("inventories"), uuid, call.version(), MALFORMED, MALFORMED)),
                set(json.path("traits"), Trait::of),
                set(
                        json.path("aggregates"),
                        text -> new AggregateId(UuidFormat.parse(text).orElseThrow())));
    }

    private static ImportedConsumer consumer(JsonNode json) {
        Allocations.Builder allocations = Allocations.builder();
        for (Map.Entry<String, JsonNode> entry : json.get("allocations").properties()) {
            TreeMap<ResourceClass, Long> amounts = new TreeMap<>();
            for (Map.Entry<String, JsonNode> amount :
                    entry.getValue().get("resources").properties()) {
                amounts.put(ResourceClass.of(amount.getKey()), WholeNumber.of(amount.getValue()));
            }
            allocations.put(providerId(entry.getKey()), amounts);
        }
        String uuid = json.get("uuid").textValue();
        ConsumerId id = Ids.consumer(uuid)
                .orElseThrow(() -> Problem.badRequest(MALFORMED + "expected a UUID but got consumer " + uuid)
                        .exception());
        return new ImportedConsumer(
                id,
                WholeNumber.of(json.get("generation")),
                json.get("project_id").textValue(),
                json.get("user_id").textValue(),
                Optional.ofNullable(json.path("consumer_type").textValue()).map(ConsumerType::new),
                allocations.build());
    }

    private static ProviderId providerId(String uuid) {
        return Ids.provider(uuid)
                .orElseThrow(() -> Problem.badRequest(MALFORMED + "expected a UUID but got resource provider " + uuid)
                        .exception());
    }

    private static <T> ImmutableList<T> list(JsonNode items, Function<JsonNode, T> each) {
        return StreamSupport.stream(items.spliterator(), false).map(each).collect(ImmutableList.toImmutableList());
    }

    private static <T extends Comparable<T>> ImmutableSortedSet<T> set(JsonNode texts, Function<String, T> each) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(text -> each.apply(text.textValue()))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    private static Problem problem(Refusal refusal) {
        return switch (refusal.rejection()) {
            case PROVIDER_GENERATION_CONFLICT ->
                Refusals.concurrentUpdate("Resource provider " + fact(refusal, Fact.PROVIDER) + " is in generation "
                        + fact(refusal, Fact.ACTUAL) + ", and the one to be imported in " + fact(refusal, Fact.EXPECTED)
                        + ", which is less: it was written to here. No generation falls, so delete it here, or"
                        + " import into another region.");
            case CONSUMER_GENERATION_CONFLICT ->
                Refusals.concurrentUpdate("Consumer " + fact(refusal, Fact.CONSUMER) + " is here in generation "
                        + fact(refusal, Fact.ACTUAL) + ", other than it is to be imported. Release it first:"
                        + " DELETE /allocations/" + fact(refusal, Fact.CONSUMER) + ".");
            case DUPLICATE_PROVIDER_ID ->
                Problem.conflict("Resource provider " + fact(refusal, Fact.PROVIDER) + " is here under another name or"
                                + " parent than " + fact(refusal, Fact.PROVIDER_NAME)
                                + ", as which it is to be imported."
                                + " Change that first: PUT /resource_providers/" + fact(refusal, Fact.PROVIDER) + ".")
                        .withCode(ErrorCode.DUPLICATE_NAME);
            case DUPLICATE_PROVIDER_NAME ->
                Problem.conflict("Another resource provider than " + fact(refusal, Fact.PROVIDER) + " has the name "
                                + fact(refusal, Fact.PROVIDER_NAME) + " here.")
                        .withCode(ErrorCode.DUPLICATE_NAME);
            case PROVIDER_NOT_FOUND ->
                Problem.badRequest(ClaimJson.noSuchProvider(fact(refusal, Fact.PROVIDER)))
                        .withCode(ErrorCode.PROVIDER_NOT_FOUND);
            case PARENT_NOT_FOUND ->
                Problem.badRequest("The parent " + fact(refusal, Fact.PARENT) + " of resource provider "
                                + fact(refusal, Fact.PROVIDER) + " does not exist. Import it first, or before it in the"
                                + " same request.")
                        .withCode(ErrorCode.PROVIDER_NOT_FOUND);
            case PARENT_IS_SELF ->
                Problem.badRequest("Resource provider " + fact(refusal, Fact.PROVIDER) + " cannot be its own parent.");
            case RESOURCE_CLASS_NOT_FOUND -> Problem.badRequest(Refusals.noSuchClass(refusal));
            case RESOURCE_CLASS_NOT_CUSTOM ->
                Problem.badRequest("Resource class " + fact(refusal, Fact.RESOURCE_CLASS)
                        + " cannot be made: only names that begin with CUSTOM_ can.");
            case TRAIT_NOT_FOUND -> Problem.badRequest("No such trait(s): " + fact(refusal, Fact.TRAIT) + ".");
            case TRAIT_NOT_CUSTOM ->
                Problem.badRequest("Trait " + fact(refusal, Fact.TRAIT)
                        + " cannot be made: only names that begin with CUSTOM_ can.");
            case RESERVED_EXCEEDS_TOTAL ->
                Problem.badRequest("More of " + fact(refusal, Fact.RESOURCE_CLASS) + " of resource provider "
                        + fact(refusal, Fact.PROVIDER) + " is reserved than there is.");
            case NO_INVENTORY_TO_CLAIM ->
                Problem.conflict("Consumer " + fact(refusal, Fact.CONSUMER) + " holds "
                        + fact(refusal, Fact.RESOURCE_CLASS) + " of resource provider " + fact(refusal, Fact.PROVIDER)
                        + ", which has no inventory of it.");
            default -> Refusals.problem(refusal);
        };
    }
}
