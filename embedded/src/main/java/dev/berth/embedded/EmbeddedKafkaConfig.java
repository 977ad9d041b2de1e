package dev.berth.embedded;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What an {@link EmbeddedKafka} needs to know.
 *
 * @param dataDir where the node keeps everything; made if missing, and used by one node at a time
 * @param port the clients' port on 127.0.0.1; 0 takes a free one at each start
 * @param onFault told, on a thread of the broker, of a fault the node cannot survive, after the fault was logged. A
 *     process that is nothing without its node should end here.
 * @param intactTopic a topic of which no whole record may be cut off, if there is one: the node does not start where
 *     Kafka would mend it like that
 * @param added settings beyond our own, such as a listener with TLS; listeners are added to ours, all else wins
 */
public record EmbeddedKafkaConfig(
        Path dataDir,
        int port,
        Consumer<BrokerFault> onFault,
        Optional<String> intactTopic,
        Map<String, String> added) {
    public EmbeddedKafkaConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("expected a port from 0 to 65535 but got " + port);
        }
        added = Collections.unmodifiableMap(new TreeMap<>(added));
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /** A node in this directory, on a free port; faults are logged and left to {@link EmbeddedKafka#fault()}. */
    public static EmbeddedKafkaConfig in(Path dataDir) {
        return new EmbeddedKafkaConfig(dataDir, 0, fault -> {}, Optional.empty(), Map.of());
    }

    public EmbeddedKafkaConfig withPort(int newPort) {
        return new EmbeddedKafkaConfig(dataDir, newPort, onFault, intactTopic, added);
    }

    public EmbeddedKafkaConfig withOnFault(Consumer<BrokerFault> newOnFault) {
        return new EmbeddedKafkaConfig(dataDir, port, newOnFault, intactTopic, added);
    }

    public EmbeddedKafkaConfig withIntactTopic(String topic) {
        return new EmbeddedKafkaConfig(dataDir, port, onFault, Optional.of(topic), added);
    }

    public EmbeddedKafkaConfig withAdded(Map<String, String> settings) {
        return new EmbeddedKafkaConfig(dataDir, port, onFault, intactTopic, settings);
    }
}
