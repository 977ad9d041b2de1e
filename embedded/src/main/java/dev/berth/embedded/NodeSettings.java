package dev.berth.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Kafka's settings for a node that is alone, small, and back soon after a kill. */
final class NodeSettings {
    static final int NODE_ID = 1;

    /** A broker that is alone is never taken for dead because the machine is busy: nobody could take its place. */
    private static final int SESSION_TIMEOUT_MS = 30_000;

    private static final List<String> LISTENERS =
            List.of("listeners", "advertised.listeners", "listener.security.protocol.map");

    private NodeSettings() {}

    static Map<String, String> of(EmbeddedKafkaConfig config, int port, int controllerPort) {
        Map<String, String> settings = ofController(config.dataDir(), controllerPort);
        settings.put("process.roles", "broker,controller");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + "," + controllerListener(controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(ofOneNode());
        settings.putAll(forFastRestart());
        config.added()
                .forEach((name, value) ->
                        settings.merge(name, value, (own, more) -> LISTENERS.contains(name) ? own + "," + more : more));
        return settings;
    }

    /** For the same node without its broker. */
    static Map<String, String> ofControllerAlone(Path dataDir, int controllerPort) {
        Map<String, String> settings = ofController(dataDir, controllerPort);
        settings.put("process.roles", "controller");
        settings.put("listeners", controllerListener(controllerPort));
        return settings;
    }

    private static Map<String, String> ofController(Path dataDir, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", dataDir.toString());
        return settings;
    }

    private static String controllerListener(int controllerPort) {
        return "CONTROLLER://127.0.0.1:" + controllerPort;
    }

    private static Map<String, String> ofOneNode() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        // The default buffer takes 128 MiB of a heap that one process shares with everything else.
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        // A machine may be off for longer than a week; a reader that finds its offsets gone would read the log again.
        settings.put("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE));
        // Records have the times of the commands that they follow from. When the clock is put back, those are of a time
        // to come, and refused they would keep a partition from its work until the clock is there again.
        settings.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
        return settings;
    }

    private static Map<String, String> forFastRestart() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("broker.session.timeout.ms", String.valueOf(SESSION_TIMEOUT_MS));
        settings.put("broker.heartbeat.interval.ms", "200");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        settings.put("add.partitions.to.txn.retry.backoff.ms", "2");
        return settings;
    }
}
