package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.decision.Holders;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What answers about hosts have in common. Stateless. */
final class HostJson {
    private HostJson() {}

    static void writeNumber(JsonGenerator json, String field, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(field, number.getAsLong());
        } else {
            json.writeNullField(field);
        }
    }

    /** Where it was decided; null if it was only tried. */
    static void writePosition(JsonGenerator json, Reply reply) throws IOException {
        writeText(json, "position", Optional.of(reply.position()).filter(position -> !position.isNowhere()));
    }

    /** Which host it is, whether it is drained, and when it was last heard. */
    static void writeHost(JsonGenerator json, RegionView view, ProviderId host, Optional<Instant> lastHeard)
            throws IOException {
        json.writeStringField("host", host.toString());
        json.writeStringField("name", view.provider(host).map(Provider::name).orElse(null));
        Optional<Drain> drain = view.drain(host);
        if (drain.isPresent()) {
            json.writeObjectFieldStart("drained");
            json.writeStringField("reason", drain.get().reason());
            json.writeStringField(
                    "since", Instant.ofEpochMilli(drain.get().sinceMs()).toString());
            json.writeEndObject();
        } else {
            json.writeNullField("drained");
        }
        writeText(json, "last_heard_at", lastHeard);
    }

    static void writeHolders(JsonGenerator json, String field, Holders holders) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("count", holders.count());
        json.writeBooleanField("more", holders.areMore());
        json.writeArrayFieldStart("some");
        for (ConsumerId consumer : holders.told()) {
            json.writeString(consumer.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void writeText(JsonGenerator json, String field, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(field, value.get().toString());
        } else {
            json.writeNullField(field);
        }
    }

    static void writeProviders(JsonGenerator json, String field, Iterable<ProviderId> providers) throws IOException {
        json.writeArrayFieldStart(field);
        for (ProviderId provider : providers) {
            json.writeString(provider.toString());
        }
        json.writeEndArray();
    }
}
