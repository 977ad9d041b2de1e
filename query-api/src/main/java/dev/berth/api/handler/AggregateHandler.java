package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.command.Backend;
import dev.berth.api.command.Write;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Feature;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The aggregates of a provider (1.1); with its generation from 1.19. */
public final class AggregateHandler {
    private final Backend backend;

    public AggregateHandler(Backend backend) {
        this.backend = backend;
    }

    public Answer list(Call call) {
        Provider provider = Ids.requireProvider(backend.view(call), call.parameter("uuid"));
        return answer(call, provider.aggregates(), provider.generation());
    }

    public CompletionStage<Answer> replace(Call call) {
        Write write = backend.write(call);
        ProviderId provider = Ids.requireProvider(write, call.parameter("uuid"));
        JsonNode body = Schemas.AGGREGATES_PUT.body(call.version(), call.body());
        boolean hasGeneration = call.has(Feature.AGGREGATE_GENERATION);
        // The reply lists them as they were sent; they are kept as a set.
        List<AggregateId> sent = aggregates(hasGeneration ? body.get("aggregates") : body);
        OptionalLong expected = hasGeneration
                ? OptionalLong.of(WholeNumber.of(body.get("resource_provider_generation")))
                : OptionalLong.empty();
        return write.submit(
                new ReplaceAggregates(write.commandId(), provider, expected, ImmutableSortedSet.copyOf(sent)),
                reply -> answer(call, sent, reply.provider().orElseThrow().generation()),
                AggregateHandler::problem);
    }

    private static List<AggregateId> aggregates(JsonNode list) {
        List<AggregateId> aggregates = new ArrayList<>(list.size());
        for (JsonNode text : list) {
            aggregates.add(new AggregateId(UuidFormat.parse(text.textValue()).orElseThrow()));
        }
        return aggregates;
    }

    private static Answer answer(Call call, Collection<AggregateId> aggregates, long generation) {
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("aggregates");
                    for (AggregateId aggregate : aggregates) {
                        json.writeString(aggregate.toString());
                    }
                    json.writeEndArray();
                    if (call.has(Feature.AGGREGATE_GENERATION)) {
                        json.writeNumberField("resource_provider_generation", generation);
                    }
                    json.writeEndObject();
                })
                .modified(System.currentTimeMillis());
    }

    private static Problem problem(Refusal refusal) {
        return refusal.rejection() == Rejection.PROVIDER_GENERATION_CONFLICT
                ? Refusals.concurrentUpdate("Resource provider's generation already changed. Please update the"
                        + " generation and try again.")
                : Refusals.problem(refusal);
    }
}
