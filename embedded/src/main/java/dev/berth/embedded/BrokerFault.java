package dev.berth.embedded;

import java.nio.file.Path;

/**
 * A running node met a fault after which it must not go on, where a Kafka of its own would have ended its process.
 *
 * @param dataDir the node's data directory
 * @param status the process status Kafka would have ended with
 * @param reason what Kafka said, possibly nothing but its status
 */
public record BrokerFault(Path dataDir, int status, String reason) {
    @Override
    public String toString() {
        return "embedded Kafka in " + dataDir + " has failed (status " + status + "): " + reason;
    }
}
