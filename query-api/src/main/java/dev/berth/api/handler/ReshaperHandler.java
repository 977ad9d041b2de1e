package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.schema.Schemas;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.Reshape;
import dev.berth.events.command.Reshape.ReshapedInventories;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** POST /reshaper (1.30): inventories and the allocations on them change places in one step. */
public final class ReshaperHandler {
    private static final String MALFORMED = "malformed reshaper data: ";

    private final Backend backend;

    public ReshaperHandler(Backend backend) {
        this.backend = backend;
    }

    public CompletionStage<Answer> reshape(Call call) {
        Write write = backend.write(call);
        JsonNode body = Schemas.RESHAPER_POST.body(call.version(), call.body());
        ImmutableSortedMap<ProviderId, ReshapedInventories> inventories;
        ClaimJson.Several sent;
        try {
            inventories = inventories(call, body.get("inventories"));
            sent = ClaimJson.parseAll(body.get("allocations"), call, MALFORMED);
        } catch (ProblemException malformed) {
            throw firstUnready(write.view(), body.get("inventories"))
                    .or(() -> unknownParty(write, call, body.get("allocations")))
                    .map(Problem::exception)
                    .orElse(malformed);
        }
        return write.submit(
                new Reshape(write.commandId(), inventories, sent.claims()),
                reply -> Answer.empty(204),
                refusal -> write.hasKey()
                        ? problem(refusal, inventories)
                        : firstUnready(write.after(), body.get("inventories"))
                                .orElseGet(() -> problem(told(write, inventories, sent, refusal), inventories)));
    }

    private static Refusal told(
            Write write,
            ImmutableSortedMap<ProviderId, ReshapedInventories> inventories,
            ClaimJson.Several sent,
            Refusal refusal) {
        Map<ProviderId, Set<ResourceClass>> reshaped = new TreeMap<>();
        inventories.forEach(
                (provider, given) -> reshaped.put(provider, given.inventories().keySet()));
        // A class that is not known may be one of the inventories, which come first.
        return refusal.rejection() == Rejection.RESOURCE_CLASS_NOT_FOUND
                ? refusal
                : new ClaimFault(
                                write.after(),
                                sent.claims(),
                                sent.asked(),
                                reshaped,
                                part -> new Reshape(new CommandId(UUID.randomUUID()), inventories, part))
                        .told(refusal);
    }

    private ImmutableSortedMap<ProviderId, ReshapedInventories> inventories(Call call, JsonNode byProvider) {
        TreeMap<ProviderId, ReshapedInventories> inventories = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : byProvider.properties()) {
            String uuid = entry.getKey();
            ProviderId provider =
                    Ids.provider(uuid).orElseThrow(() -> noSuchProvider(uuid).exception());
            inventories.put(
                    provider,
                    new ReshapedInventories(
                            WholeNumber.of(entry.getValue().get("resource_provider_generation")),
                            InventoryJson.kept(InventoryJson.parseAll(
                                    entry.getValue().get("inventories"), uuid, call.version(), MALFORMED, MALFORMED))));
        }
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    /**
     * A consumer that is not as the writer believes, or a provider that is not there, comes before what is wrong with
     * inventories.
     */
    private static Optional<Problem> unknownParty(Write write, Call call, JsonNode allocations) {
        RegionView view = write.view();
        ClaimJson.Several sent = ClaimJson.parseAll(allocations, call, MALFORMED);
        Function<ImmutableList<ConsumerClaim>, Command> claiming =
                part -> new ClaimAllocations(write.commandId(), part);
        return Ledger.decide(view, view.position(), claiming.apply(sent.claims()))
                .refusal()
                .filter(refusal -> refusal.rejection() == Rejection.CONSUMER_GENERATION_CONFLICT
                        || refusal.rejection() == Rejection.PROVIDER_NOT_FOUND)
                .map(refusal -> new ClaimFault(view, sent.claims(), sent.asked(), Map.of(), claiming).told(refusal))
                .map(refusal -> AllocationHandler.claimProblem(refusal, MALFORMED));
    }

    /** If several providers are missing or have another generation, the one named first is reported. */
    private static Optional<Problem> firstUnready(RegionView view, JsonNode byProvider) {
        for (Map.Entry<String, JsonNode> entry : byProvider.properties()) {
            Optional<Provider> provider = Ids.findProvider(view, entry.getKey());
            if (provider.isEmpty()) {
                return Optional.of(noSuchProvider(entry.getKey()));
            }
            long given = WholeNumber.of(entry.getValue().get("resource_provider_generation"));
            if (provider.get().generation() != given) {
                return Optional.of(
                        staleGeneration(entry.getKey(), provider.get().generation(), given));
            }
        }
        return Optional.empty();
    }

    private static Problem staleGeneration(Object provider, Object actual, Object given) {
        return Refusals.concurrentUpdate("resource provider generation conflict for provider " + provider + ": actual: "
                + actual + ", given: " + given);
    }

    private static Problem problem(Refusal refusal, Map<ProviderId, ReshapedInventories> inventories) {
        return switch (refusal.rejection()) {
            case PROVIDER_NOT_FOUND -> {
                String provider = Refusals.fact(refusal, Fact.PROVIDER);
                yield inventories.containsKey(ProviderId.of(provider))
                        ? noSuchProvider(provider)
                        : AllocationHandler.claimProblem(refusal, MALFORMED);
            }
            case PROVIDER_GENERATION_CONFLICT ->
                staleGeneration(
                        Refusals.fact(refusal, Fact.PROVIDER),
                        Refusals.fact(refusal, Fact.ACTUAL),
                        Refusals.fact(refusal, Fact.EXPECTED));
            case INVENTORY_IN_USE -> Refusals.inventoryInUse("update conflict: ", refusal);
            default -> AllocationHandler.claimProblem(refusal, MALFORMED);
        };
    }

    private static Problem noSuchProvider(String uuid) {
        return Problem.badRequest("Resource provider " + uuid + " in inventories not found: " + Ids.noProvider(uuid))
                .withCode(ErrorCode.PROVIDER_NOT_FOUND);
    }
}
