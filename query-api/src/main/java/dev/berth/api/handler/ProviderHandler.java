package dev.berth.api.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Feature;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ParentChange.Permission;
import dev.berth.events.command.UpdateProvider;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Reply;
import dev.berth.events.decision.Reply.ProviderState;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Resource providers: their list with its filters, and each by itself. */
public final class ProviderHandler {
    private static final String PARENT = "parent_provider_uuid";
    private static final String NO_SUCH_PARENT = "parent provider UUID does not exist.";

    private final Backend backend;

    public ProviderHandler(Backend backend) {
        this.backend = backend;
    }

    public Answer list(Call call) {
        Schemas.PROVIDER_LIST_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        List<Provider> providers =
                ProviderFilter.parse(call.query(), call.version()).apply(backend.view(call));
        long modifiedMs =
                providers.stream().mapToLong(Provider::updatedAtMs).max().orElseGet(System::currentTimeMillis);
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("resource_providers");
                    for (Provider provider : providers) {
                        write(json, call, provider);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .modified(modifiedMs);
    }

    public Answer show(Call call) {
        return answer(call, Ids.requireProvider(backend.view(call), call.parameter("uuid")));
    }

    public CompletionStage<Answer> create(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.PROVIDER_POST.body(call.version(), call.body());
        String name = body.get("name").textValue();
        ProviderId id = new ProviderId(
                body.has("uuid")
                        ? UuidFormat.parse(body.get("uuid").textValue()).orElseThrow()
                        : UUID.randomUUID());
        String failure = "Unable to create resource provider \"" + name + "\", " + id + ": Object action create failed"
                + " because: ";
        if (name.isEmpty()) {
            throw Problem.badRequest(failure + "name is required").exception();
        }
        Optional<ProviderId> parent = parent(body, failure);
        return write.submit(
                new CreateProvider(write.commandId(), id, name, parent),
                reply -> created(call, name, reply),
                refusal -> createProblem(refusal, failure));
    }

    /** Where the body left it open, the id is that of the first request with the key. */
    private static Answer created(Call call, String name, Reply reply) {
        Answer answer = call.has(Feature.CREATED_PROVIDER_BODY) ? answer(call, name, reply) : Answer.empty(201);
        return answer.header(
                "location", call.url(path(reply.provider().orElseThrow().id())));
    }

    private static Problem createProblem(Refusal refusal, String failure) {
        return switch (refusal.rejection()) {
            case DUPLICATE_PROVIDER_ID -> duplicate("uuid: " + Refusals.fact(refusal, Fact.PROVIDER));
            case DUPLICATE_PROVIDER_NAME -> duplicate("name: " + Refusals.fact(refusal, Fact.PROVIDER_NAME));
            case PARENT_IS_SELF ->
                Problem.badRequest(failure + "parent provider UUID cannot be same as UUID. Please set"
                        + " parent provider UUID to None if there is no parent.");
            case PARENT_NOT_FOUND -> Problem.badRequest(failure + NO_SUCH_PARENT);
            default -> Refusals.problem(refusal);
        };
    }

    private static Problem duplicate(String what) {
        return Problem.conflict("Conflicting resource provider " + what + " already exists.")
                .withCode(ErrorCode.DUPLICATE_NAME);
    }

    public CompletionStage<Answer> update(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        JsonNode body = Schemas.PROVIDER_PUT.body(call.version(), call.body());
        String name = body.get("name").textValue();
        String failure = "Unable to save resource provider " + provider + ": Object action ";
        Optional<ParentChange> parentChange = body.has(PARENT)
                ? Optional.of(new ParentChange(
                        parent(body, failure + "create failed because: "),
                        call.has(Feature.REPARENTING) ? Permission.MOVE_FREELY : Permission.ADOPT_ROOTS))
                : Optional.empty();
        return write.submit(
                new UpdateProvider(write.commandId(), provider, name, parentChange),
                reply -> answer(call, name, reply),
                refusal -> updateProblem(refusal, failure));
    }

    private static Problem updateProblem(Refusal refusal, String failure) {
        return switch (refusal.rejection()) {
            case DUPLICATE_PROVIDER_NAME -> duplicate(Refusals.fact(refusal, Fact.PROVIDER_NAME));
            case PARENT_NOT_FOUND -> Problem.badRequest(failure + "create failed because: " + NO_SUCH_PARENT);
            case REPARENTING_NOT_PERMITTED ->
                Problem.badRequest(failure + "update failed because: "
                        + (refusal.fact(Fact.PARENT).isPresent() ? "re" : "un")
                        + "-parenting a provider is not currently allowed.");
            case PARENT_IS_SELF, PARENT_IS_DESCENDANT ->
                Problem.badRequest(
                        failure + "update failed because: creating loop in the provider tree is not allowed.");
            default -> Refusals.problem(refusal);
        };
    }

    private static Optional<ProviderId> parent(JsonNode body, String failure) {
        JsonNode parent = body.path(PARENT);
        if (!parent.isTextual()) {
            return Optional.empty();
        }
        return Optional.of(Ids.provider(parent.textValue())
                .orElseThrow(() -> Problem.badRequest(failure + NO_SUCH_PARENT).exception()));
    }

    public CompletionStage<Answer> delete(Call call) {
        String uuid = call.parameter("uuid");
        Write write = backend.write(call);
        ProviderId provider = Ids.provider(uuid)
                .filter(id -> write.isRepeated() || write.view().provider(id).isPresent())
                .orElseThrow(() -> notFoundForDelete(uuid).exception());
        return write.submit(
                new DeleteProvider(write.commandId(), provider),
                reply -> Answer.empty(204),
                refusal -> deleteProblem(refusal, uuid));
    }

    private static Problem deleteProblem(Refusal refusal, String uuid) {
        return switch (refusal.rejection()) {
            case PROVIDER_NOT_FOUND -> notFoundForDelete(uuid);
            case PROVIDER_HAS_CHILDREN ->
                Problem.conflict("Unable to delete parent resource provider " + uuid
                                + ": It has child resource providers.")
                        .withCode(ErrorCode.CANNOT_DELETE_PARENT);
            case PROVIDER_IN_USE ->
                Problem.conflict("Unable to delete resource provider " + uuid + ": Resource provider has allocations.")
                        .withCode(ErrorCode.PROVIDER_IN_USE);
            default -> Refusals.problem(refusal);
        };
    }

    private static Problem notFoundForDelete(String uuid) {
        return Problem.notFound(Ids.noProvider(uuid) + " for delete");
    }

    private static Answer answer(Call call, Provider provider) {
        return Answer.ok(json -> write(json, call, provider)).modified(provider.updatedAtMs());
    }

    private static Answer answer(Call call, String name, Reply reply) {
        ProviderState state = reply.provider().orElseThrow();
        return Answer.ok(json -> write(json, call, name, state))
                .modified(reply.position().timestampMs());
    }

    private static void write(JsonGenerator json, Call call, Provider provider) throws IOException {
        write(
                json,
                call,
                provider.name(),
                new ProviderState(provider.id(), provider.generation(), provider.parent(), provider.root()));
    }

    private static void write(JsonGenerator json, Call call, String name, ProviderState provider) throws IOException {
        json.writeStartObject();
        json.writeStringField("uuid", provider.id().toString());
        json.writeStringField("name", name);
        json.writeNumberField("generation", provider.generation());
        json.writeArrayFieldStart("links");
        String path = call.path(path(provider.id()));
        writeLink(json, "self", path);
        writeLink(json, "inventories", path + "/inventories");
        writeLink(json, "usages", path + "/usages");
        if (call.has(Feature.AGGREGATES)) {
            writeLink(json, "aggregates", path + "/aggregates");
        }
        if (call.has(Feature.TRAITS)) {
            writeLink(json, "traits", path + "/traits");
        }
        if (call.has(Feature.ALLOCATIONS_LINK)) {
            writeLink(json, "allocations", path + "/allocations");
        }
        json.writeEndArray();
        if (call.has(Feature.PROVIDER_TREES)) {
            json.writeFieldName(PARENT);
            json.writeString(provider.parent().map(ProviderId::toString).orElse(null));
            json.writeStringField("root_provider_uuid", provider.root().toString());
        }
        json.writeEndObject();
    }

    private static void writeLink(JsonGenerator json, String rel, String href) throws IOException {
        json.writeStartObject();
        json.writeStringField("rel", rel);
        json.writeStringField("href", href);
        json.writeEndObject();
    }

    private static String path(ProviderId id) {
        return "/resource_providers/" + id;
    }
}
