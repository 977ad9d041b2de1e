package dev.berth.events.log;

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Which Kafka to talk with, and how.
 *
 * @param bootstrapServers host:port, separated by commas
 * @param clientSettings settings for every client, such as security; they win over ours where the log does not depend
 *     on them
 */
public record KafkaConnection(String bootstrapServers, ImmutableMap<String, String> clientSettings) {
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, ImmutableMap.of());
    }

    /**
     * All settings of a client.
     *
     * @param usual what the connection's own settings may change
     * @param indispensable what they may not, because the log depends on it
     */
    Map<String, Object> with(Map<String, ?> usual, Map<String, ?> indispensable) {
        Map<String, Object> settings = new HashMap<>(usual);
        settings.putAll(clientSettings);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.putAll(indispensable);
        return settings;
    }
}
