package dev.berth.api.whatif;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.whatif.Hypothesis;
import dev.berth.ledger.whatif.StrandedHolding;
import dev.berth.ledger.whatif.StrandedHoldings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whom a hypothesis would strand, as JSON. For one thread. */
final class StrandedJson {
    /** More consumers are only counted. */
    static final int CONSUMERS_MAX = 1_000;

    private final Hypothesis hypothesis;
    private final TreeMap<ConsumerId, List<StrandedHolding>> byConsumer = new TreeMap<>();

    /** @param check called now and then while they are looked for; what it throws ends the search */
    StrandedJson(Hypothesis hypothesis, Runnable check) {
        this.hypothesis = hypothesis;
        for (StrandedHolding holding : StrandedHoldings.by(hypothesis, check)) {
            byConsumer
                    .computeIfAbsent(holding.consumer(), none -> new ArrayList<>())
                    .add(holding);
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", byConsumer.size());
        json.writeArrayFieldStart("consumers");
        int written = 0;
        for (Map.Entry<ConsumerId, List<StrandedHolding>> consumer : byConsumer.entrySet()) {
            if (written++ < CONSUMERS_MAX) {
                write(json, consumer.getKey(), consumer.getValue());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, ConsumerId id, List<StrandedHolding> holdings) throws IOException {
        json.writeStartObject();
        json.writeStringField("consumer_uuid", id.toString());
        // One that was removed with all that it held is only known from before, and one that a command made from after.
        Optional<Consumer> consumer =
                hypothesis.base().consumer(id).or(() -> hypothesis.view().consumer(id));
        if (consumer.isPresent()) {
            json.writeStringField("project_id", consumer.get().projectId());
            json.writeStringField("user_id", consumer.get().userId());
        }
        json.writeArrayFieldStart("holdings");
        for (StrandedHolding holding : holdings) {
            write(json, holding, consumer);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, StrandedHolding holding, Optional<Consumer> consumer) throws IOException {
        json.writeStartObject();
        json.writeStringField("resource_provider_uuid", holding.provider().toString());
        json.writeStringField("cause", holding.cause().name());
        if (holding.resourceClass().isPresent()) {
            json.writeStringField(
                    "resource_class", holding.resourceClass().get().name());
            json.writeNumberField("held", holding.held());
            json.writeNumberField("used", holding.used());
            json.writeNumberField("capacity", holding.capacity());
        }
        if (holding.device().isPresent()) {
            json.writeStringField("device", holding.device().get().toString());
        }
        if (holding.resourceClass().isEmpty() && holding.device().isEmpty()) {
            json.writeObjectFieldStart("resources");
            for (Map.Entry<ResourceClass, Long> held :
                    ofHost(holding.provider(), consumer).entrySet()) {
                json.writeNumberField(held.getKey().name(), held.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** What the consumer holds of the host's whole tree. */
    private TreeMap<ResourceClass, Long> ofHost(ProviderId host, Optional<Consumer> consumer) {
        TreeMap<ResourceClass, Long> sum = new TreeMap<>();
        consumer.ifPresent(holder -> holder.allocations().forEach((provider, amounts) -> {
            Optional<Provider> there = hypothesis
                    .view()
                    .provider(provider)
                    .or(() -> hypothesis.base().provider(provider));
            if (there.map(Provider::root).filter(host::equals).isPresent()) {
                amounts.forEach((id, amount) -> sum.merge(id, amount, Long::sum));
            }
        }));
        return sum;
    }
}
