package dev.berth.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and KRaft controller in one, inside this JVM, listening on 127.0.0.1. What it acknowledged
 * survives the death of the process, not the loss of power: Kafka leaves flushing to the system. Topics are never made
 * by accident.
 *
 * <p>It logs thousands of lines at INFO: set {@code kafka}, {@code org.apache.kafka} and {@code state.change.logger} to
 * WARN.
 *
 * <p>This class alone uses Kafka's internal API. It also takes over Kafka's {@link Exit} procedures for the whole JVM,
 * so that a fatal fault reaches {@link EmbeddedKafkaConfig#onFault()} rather than halting somebody else's process.
 * Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Set<EmbeddedKafka> NODES = ConcurrentHashMap.newKeySet();

    private final EmbeddedKafkaConfig config;
    private final int port;
    private final DataDirLock lock;
    private final KafkaRaftServer server;
    private final AtomicReference<Thread> starter = new AtomicReference<>(Thread.currentThread());
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
     * @throws DamagedLogException if Kafka would cut whole records off the topic that is to stay intact
     */
    public static EmbeddedKafka start(EmbeddedKafkaConfig config) {
        int port = FreePort.claim(config.port());
        DataDirLock lock = DataDirLock.acquire(config.dataDir());
        Exit.setExitProcedure(EmbeddedKafka::insteadOfExit);
        Exit.setHaltProcedure(EmbeddedKafka::insteadOfExit);
        try {
            int controllerPort = FreePort.findBeside(port);
            boolean isDead = DeadBroker.isIn(config.dataDir());
            if (config.intactTopic().isPresent()) {
                KilledLog.requireIntactMetadata(config.dataDir());
                if (isDead) {
                    KilledLog.requireIntact(
                            config.dataDir(), config.intactTopic().get());
                }
            }
            if (isDead) {
                DeadBroker.bury(config.dataDir(), controllerPort);
            }
            KafkaConfig kafkaConfig = new KafkaConfig(NodeSettings.of(config, port, controllerPort), false);
            format(kafkaConfig, config.dataDir());
            EmbeddedKafka node = new EmbeddedKafka(config, port, lock, new KafkaRaftServer(kafkaConfig, Time.SYSTEM));
            node.startServer();
            return node;
        } catch (DamagedLogException e) {
            lock.close();
            throw e;
        } catch (Exception e) {
            lock.close();
            throw new EmbeddedStartException(
                    "embedded Kafka could not start in " + config.dataDir() + " on port " + port, e);
        }
    }

    private void startServer() throws Exception {
        NODES.add(this);
        try {
            server.startup();
            starter.set(null);
        } catch (Exception e) {
            NODES.remove(this);
            // The interrupt that a fault sends this thread has done its work, and must not disturb the shutdown.
            boolean isAskedToStop = Thread.interrupted() && fault.isEmpty();
            server.shutdown();
            // It may have written that it stopped in order, although the controller was not told.
            DeadBroker.leaveIn(dataDir());
            if (isAskedToStop) {
                Thread.currentThread().interrupt();
            }
            throw fault.map(BrokerFault::reason).map(IllegalStateException::new).orElseThrow(() -> e);
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
        if (NODES.remove(this)) {
            try {
                server.shutdown();
            } finally {
                lock.close();
            }
        }
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
     * Kafka calls this where it must not go on, and counts on it not to return. It does not say which node it speaks
     * of, so all of them are told, but for one that is just being started by this very thread: its start ends with what
     * is thrown here.
     */
    private static void insteadOfExit(int status, String message) {
        String reason = Optional.ofNullable(message).orElse("Kafka's own log has the cause");
        String state = "";
        for (EmbeddedKafka node : NODES) {
            if (node.starter.get() == Thread.currentThread()) {
                state = MachineState.of(node.dataDir());
            } else {
                node.fail(status, reason);
            }
        }
        throw new EndedByKafkaException("Kafka asked to end the process: " + reason + state);
    }

    private void fail(int status, String reason) {
        BrokerFault met = new BrokerFault(dataDir(), status, reason + MachineState.of(dataDir()));
        LOG.error("{}", met);
        fault = Optional.of(met);
        // A node still starting would wait for ever for the part that has just failed.
        Optional.ofNullable(starter.get()).ifPresent(Thread::interrupt);
        config.onFault().accept(met);
    }

    /** Without a trace: Kafka logs it, and where it asked says nothing to anybody. */
    private static final class EndedByKafkaException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        EndedByKafkaException(String message) {
            super(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
