package dev.berth.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and KRaft controller in one, inside this JVM, listening on 127.0.0.1. What it acknowledged survives
 * the death of the process, not the loss of power: Kafka leaves flushing to the system. Topics are never made by accident.
 *
 * <p>It logs thousands of lines at INFO: set {@code kafka}, {@code org.apache.kafka} and {@code state.change.logger} to WARN.
 *
 * <p>This class alone uses Kafka's internal API. It also takes over Kafka's {@link Exit} procedures for the whole JVM, so that a
 * fatal fault reaches {@link EmbeddedKafkaConfig#onFault()} rather than halting somebody else's process. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Set<EmbeddedKafka> STARTED = ConcurrentHashMap.newKeySet();

    private final EmbeddedKafkaConfig config;
    private final int port;
    private final DataDirLock lock;
    private final KafkaRaftServer server;
    private volatile Optional<BrokerFault> fault = Optional.empty();

    private EmbeddedKafka(EmbeddedKafkaConfig config, int port, DataDirLock lock, KafkaRaftServer server) {
        this.config = config;
        this.port = port;
        this.lock = lock;
        this.server = server;
    }

    /** Starts a node in this directory, with what it kept there, on a free port; returns when it serves clients. */
    public static EmbeddedKafka start(Path dataDir) {
        return start(EmbeddedKafkaConfig.in(dataDir));
    }

    /**
     * Starts a node and returns when it serves clients.
     *
     * @throws EmbeddedStartException if the directory is in use or unusable, or the port is taken
     */
    public static EmbeddedKafka start(EmbeddedKafkaConfig config) {
        int port = FreePort.claim(config.port());
        DataDirLock lock = DataDirLock.acquire(config.dataDir());
        Exit.setExitProcedure(EmbeddedKafka::insteadOfExit);
        Exit.setHaltProcedure(EmbeddedKafka::insteadOfExit);
        try {
            KafkaConfig kafkaConfig = new KafkaConfig(settings(config, port, FreePort.find()), false);
            format(kafkaConfig, config.dataDir());
            EmbeddedKafka node = new EmbeddedKafka(config, port, lock, new KafkaRaftServer(kafkaConfig, Time.SYSTEM));
            node.startServer();
            return node;
        } catch (Exception e) {
            lock.close();
            throw new EmbeddedStartException(
                    "embedded Kafka could not start in " + config.dataDir() + " on port " + port, e);
        }
    }

    private void startServer() {
        try {
            server.startup();
            STARTED.add(this);
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
    }

    /** Where clients on this machine connect: host:port. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public Path dataDir() {
        return config.dataDir();
    }

    /** The fault that ended this node's work, if one did. */
    public Optional<BrokerFault> fault() {
        return fault;
    }

    /** Hands leadership back, flushes, stops, and lets go of the directory. A second close does nothing. */
    @Override
    public void close() {
        if (STARTED.remove(this)) {
            try {
                server.shutdown();
            } finally {
                lock.close();
            }
        }
    }

    private static Map<String, String> settings(EmbeddedKafkaConfig config, int port, int controllerPort) {
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

    private static void format(KafkaConfig kafkaConfig, Path dataDir) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(kafkaConfig.nodeId())
                .setClusterId(clusterIdOf(dataDir))
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setUnstableFeatureVersionsEnabled(false)
                .setIgnoreFormatted(true)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(kafkaConfig.metadataLogDir())
                .addDirectory(dataDir.toString())
                .run();
    }

    /** The cluster's id as kept in the directory, a new one where there is none: two directories are two clusters. */
    private static String clusterIdOf(Path dataDir) throws IOException {
        Path file = dataDir.resolve("meta.properties");
        if (!Files.exists(file)) {
            return Uuid.randomUuid().toString();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return Optional.ofNullable(properties.getProperty("cluster.id"))
                .orElseThrow(() -> new IOException("no cluster.id in " + file));
    }

    /**
     * Kafka calls this where it must not go on, and counts on it not to return. Kafka does not say which node it speaks of, so all
     * running ones are told; a node still starting reports by the exception that its start ends with.
     */
    private static void insteadOfExit(int status, String message) {
        String reason = Optional.ofNullable(message).orElse("see the log above");
        IllegalStateException stop = new IllegalStateException("Kafka asked to end the process: " + reason);
        for (EmbeddedKafka node : STARTED) {
            BrokerFault fault = new BrokerFault(node.dataDir(), status, reason);
            LOG.error("{}", fault, stop);
            node.fault = Optional.of(fault);
            node.config.onFault().accept(fault);
        }
        throw stop;
    }
}
