package dev.berth.projector;

import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Topics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * How a projector runs.
 *
 * @param kafka where the log is, and how its clients connect
 * @param instance this instance's name among its peers; the same after a restart, so that its place is kept for it
 * @param stateDir where RocksDB keeps the stores; one instance, one directory
 * @param advertised where this instance's peers reach its API; without it, it is taken to be the only instance
 * @param standbys how many other instances keep a warm copy of each partition's stores
 * @param commitInterval how often stores, offsets and decisions are committed together; replies do not wait for it
 * @param replyTimeout how long a command may wait for its decision before its sender hears that the log is unavailable
 */
public record ProjectorConfig(
        KafkaConnection kafka,
        String instance,
        Path stateDir,
        Optional<Address> advertised,
        int standbys,
        Duration commitInterval,
        Duration replyTimeout) {
    /** The Streams application: its consumer group and the names of its changelogs. Never to be changed. */
    public static final String APPLICATION_ID = "berth-projector";

    private static final int SESSION_TIMEOUT_MS = 6_000;

    /** A member learns from the answer that the group changes places, so a takeover waits for as long as this. */
    private static final int HEARTBEAT_MS = 250;

    private static final int TRANSACTION_TIMEOUT_MS = 5_000;
    private static final int POLL_MS = 20;

    /** The usual 16 KiB are full every 2 ms with 64 claims under way, and each batch is a request. */
    private static final int BATCH_BYTES = 65_536;

    private static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

    public static ProjectorConfig of(KafkaConnection kafka, Path stateDir) {
        return new ProjectorConfig(
                kafka, "berth-0", stateDir, Optional.empty(), 0, Duration.ofMillis(200), Duration.ofSeconds(15));
    }

    public ProjectorConfig withInstance(String name) {
        return new ProjectorConfig(kafka, name, stateDir, advertised, standbys, commitInterval, replyTimeout);
    }

    public ProjectorConfig withStandbys(int count) {
        return new ProjectorConfig(kafka, instance, stateDir, advertised, count, commitInterval, replyTimeout);
    }

    public ProjectorConfig withAdvertised(Address address) {
        return new ProjectorConfig(
                kafka, instance, stateDir, Optional.of(address), standbys, commitInterval, replyTimeout);
    }

    /**
     * The name by which Kafka recognises this instance and keeps its partitions for it over a restart: its name with
     * that of its copy of the stores, so that there is nothing to come back to when its stores are gone. May write to
     * the directory of the stores.
     */
    String groupInstanceId() {
        return instance + "-" + CopyName.of(stateDir.resolve(APPLICATION_ID));
    }

    /**
     * Made for each process, with a client id of its own.
     *
     * @param groupInstanceId as {@link #groupInstanceId} gives it
     */
    Properties streamsProperties(String groupInstanceId) {
        Properties properties = new Properties();
        properties.put("application.id", APPLICATION_ID);
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("state.dir", stateDir.toString());
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("commit.interval.ms", Long.toString(commitInterval.toMillis()));
        properties.put("poll.ms", Integer.toString(POLL_MS));
        // A task reads one partition and waits for no other. To look for others took a twentieth of the thread.
        properties.put("max.task.idle.ms", "-1");
        advertised.ifPresent(address -> properties.put("application.server", address.toString()));
        properties.put("num.standby.replicas", Integer.toString(standbys));
        properties.put("task.assignor.class", OwnerKeepingAssignor.class.getName());
        // A replica counts as warm soon: what it lacks is read in less than a second.
        properties.put("acceptable.recovery.lag", "10000");
        properties.put(
                "client.tag." + OwnerKeepingAssignor.STARTED,
                Long.toString(ManagementFactory.getRuntimeMXBean().getStartTime()));
        // The store keeps what it has not written itself: a cache in front of it would only hold bytes twice.
        properties.put("statestore.cache.max.bytes", "0");
        // What is not committed waits in memory, so a kill leaves the stores as of a commit, and they need no wiping.
        // Early commits bound it to 64 MiB in all.
        properties.put("enable.transactional.statestores", "true");
        properties.put("replication.factor", "-1");
        properties.put("rocksdb.config.setter", RocksTuning.class);
        properties.put("main.consumer.auto.offset.reset", "earliest");
        // Static membership and short timeouts: an instance that is restarted with its stores has its partitions back
        // at once. One without is another member, and the assignor leaves the partitions with the warm copies.
        properties.put("main.consumer.group.instance.id", groupInstanceId);
        properties.put("main.consumer.session.timeout.ms", Integer.toString(SESSION_TIMEOUT_MS));
        properties.put("main.consumer.heartbeat.interval.ms", Integer.toString(HEARTBEAT_MS));
        properties.put("producer.transaction.timeout.ms", Integer.toString(TRANSACTION_TIMEOUT_MS));
        properties.put("producer.linger.ms", "20");
        properties.put("producer.batch.size", Integer.toString(BATCH_BYTES));
        // A decision may be longer than its command, and a command that waits behind a stop lies in a store as it came.
        String longest = Integer.toString(Topics.DECISIONS.maxMessageBytes());
        properties.put("producer.max.request.size", longest);
        properties.put("topic.max.message.bytes", longest);
        // Rows have the times of the commands that they follow from, which are to come where a clock was put back.
        properties.put("topic.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        // How long a copy of the stores may be away and still learn which rows were deleted.
        properties.put("topic.delete.retention.ms", Long.toString(TOMBSTONES_KEPT.toMillis()));
        properties.putAll(kafka.clientSettings());
        // Leases are recognised by it: it differs from that of an earlier process of the same name, which may not know
        // yet that it has lost its place. So nobody may choose it.
        properties.put("client.id", "berth-" + instance + "-" + nonce());
        return properties;
    }

    private static String nonce() {
        return HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    }
}
