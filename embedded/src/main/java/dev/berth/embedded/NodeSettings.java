package dev.berth.embedded;

import java.util.Map;
import java.util.TreeMap;

/** Kafka's settings for a node that is alone, small, and back soon after a kill. */
final class NodeSettings {
    private NodeSettings() {}

    static Map<String, String> of(EmbeddedKafkaConfig config, int port, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", config.dataDir().toString());
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(ofOneNode());
        settings.putAll(forFastRestart(config.sessionTimeoutMs()));
        return settings;
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
        // A machine may be off for longer than a week; a reader that finds its offsets gone would read the log anew.
        settings.put("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE));
        return settings;
    }

    private static Map<String, String> forFastRestart(int sessionTimeoutMs) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("broker.session.timeout.ms", String.valueOf(sessionTimeoutMs));
        settings.put("broker.heartbeat.interval.ms", "200");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        settings.put("add.partitions.to.txn.retry.backoff.ms", "2");
        return settings;
    }
}
