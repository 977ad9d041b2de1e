package dev.berth.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Time;

/**
 * The broker that was killed with this directory. In Kafka's metadata it still leads every partition, so a new start
 * would take up its transactions before it may lead anything itself. Kafka 4.0 to 4.4 then take a partition between two
 * leaders for a deleted one and leave its part of the transaction open for ever (KAFKA-20734), which no reader of
 * committed records ever gets past. So the controller is started alone first, and told. That also spares the new broker
 * the wait for the dead one's session to end.
 */
final class DeadBroker {
    /** Kafka writes this file when it stops in order and removes it when it starts. */
    private static final String CLEAN_STOP = ".kafka_cleanshutdown";

    /** For how long a busy machine may take to read a controller's metadata. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** For how long it may keep one call waiting; longer than its client takes to give one up. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(65);

    private static final int RETRY_MS = 100;

    private DeadBroker() {}

    /** Whether a node was killed in this directory. */
    static boolean isIn(Path dataDir) {
        return Files.exists(dataDir.resolve("meta.properties")) && !Files.exists(dataDir.resolve(CLEAN_STOP));
    }

    /** Has the next start take the node for killed, however it stopped. */
    static void leaveIn(Path dataDir) throws IOException {
        Files.deleteIfExists(dataDir.resolve(CLEAN_STOP));
    }

    /**
     * Returns when the controller knows that the broker is gone.
     *
     * @param controllerPort on 127.0.0.1, free
     */
    static void bury(Path dataDir, int controllerPort) throws InterruptedException {
        KafkaConfig settings = new KafkaConfig(NodeSettings.ofControllerAlone(dataDir, controllerPort), false);
        KafkaRaftServer controller = new KafkaRaftServer(settings, Time.SYSTEM);
        try {
            controller.startup();
            unregister("127.0.0.1:" + controllerPort);
        } finally {
            controller.shutdown();
        }
    }

    private static void unregister(String controller) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.controllers", controller))) {
            while (!isUnregistered(admin, System.nanoTime() < deadlineNs)) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
        }
    }

    /** Whether it is done; false to try again, which only a controller asks for that still has to read its metadata. */
    private static boolean isUnregistered(Admin admin, boolean mayTryAgain) throws InterruptedException {
        try {
            admin.unregisterBroker(NodeSettings.NODE_ID).all().get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            throw new EmbeddedStartException(
                    "the controller did not say within " + ANSWER_MAX.toSeconds()
                            + " s that it knows its broker was killed",
                    e);
        } catch (ExecutionException e) {
            // It was killed before it was ever let in.
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                return true;
            }
            if (mayTryAgain && e.getCause() instanceof UnsupportedVersionException) {
                return false;
            }
            throw new EmbeddedStartException("the controller could not be told that its broker was killed", e);
        }
    }
}
