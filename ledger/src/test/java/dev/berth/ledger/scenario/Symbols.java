package dev.berth.ledger.scenario;

import dev.berth.events.model.AggregateId;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Short names for ids, both ways: the same name stands for the same id in every run. For one thread. */
public final class Symbols {
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, UUID> ids = new HashMap<>();

    public ProviderId provider(String name) {
        return new ProviderId(id("provider", name));
    }

    public ConsumerId consumer(String name) {
        return new ConsumerId(id("consumer", name));
    }

    public AggregateId aggregate(String name) {
        return new AggregateId(id("aggregate", name));
    }

    public CommandId command(String name) {
        return new CommandId(id("command", name));
    }

    public HostKey key(String name) {
        HostKey key = HostKey.ofBytes(
                Sha256.of(("key:" + name).getBytes(StandardCharsets.UTF_8)).bytes());
        names.put(key.toString(), name);
        return key;
    }

    /** The name behind the text of an id, or the text itself if it is none that was named here. */
    public String name(Object idOrText) {
        String text = idOrText.toString();
        return names.getOrDefault(text, text);
    }

    private UUID id(String kind, String name) {
        return ids.computeIfAbsent(kind + ":" + name, text -> {
            UUID id = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
            names.put(id.toString(), name);
            return id;
        });
    }
}
