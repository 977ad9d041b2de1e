package dev.berth.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;

/**
 * A cluster of three brokers on 127.0.0.1, each a process of its own, broker and controller at once, that can be killed
 * and started again. Its time-outs are Kafka's own defaults but for the settings that docs/operations.md names.
 */
public final class ThreeBrokers implements AutoCloseable {
    static final int COUNT = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final List<Broker> brokers;
    private final String bootstrapServers;
    private final Admin admin;

    /** @param process the one that runs now, or that ran last */
    private record Broker(Path settings, Path log, Process[] process) {
        void start() throws IOException {
            process[0] = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Djava.net.preferIPv4Stack=true",
                            "-Dlogback.configurationFile=logback.xml",
                            "-cp",
                            BerthProcess.classPath(),
                            "kafka.Kafka",
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        }

        void kill() {
            if (process[0] != null) {
                process[0].destroyForcibly();
                process[0].onExit().join();
            }
        }
    }

    private ThreeBrokers(List<Broker> brokers, String bootstrapServers) {
        this.brokers = brokers;
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers, "request.timeout.ms", "3000", "default.api.timeout.ms", "6000"));
    }

    /** Formats a cluster in this directory, starts it, and returns when all three brokers are in it. */
    public static ThreeBrokers start(Path dir) throws IOException {
        List<Integer> ports = freePorts(2 * COUNT);
        String voters = IntStream.range(0, COUNT)
                .mapToObj(i -> i + "@127.0.0.1:" + ports.get(COUNT + i))
                .collect(Collectors.joining(","));
        String cluster = Uuid.randomUuid().toString();
        List<Broker> brokers = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Path own = Files.createDirectories(dir.resolve("broker-" + i));
            Path file = own.resolve("server.properties");
            Map<String, String> settings = settings(i, ports.get(i), ports.get(COUNT + i), voters, own.resolve("data"));
            Files.write(
                    file,
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
            format(cluster, file);
            brokers.add(new Broker(file, own.resolve("broker.log"), new Process[1]));
        }
        String bootstrapServers = IntStream.range(0, COUNT)
                .mapToObj(i -> "127.0.0.1:" + ports.get(i))
                .collect(Collectors.joining(","));
        ThreeBrokers all = new ThreeBrokers(brokers, bootstrapServers);
        try {
            for (Broker broker : brokers) {
                broker.start();
            }
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptions()
                    .until(() -> get(all.admin.describeCluster().nodes()).size() == COUNT);
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private static Map<String, String> settings(int id, int port, int controllerPort, String voters, Path data) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("node.id", Integer.toString(id));
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.voters", voters);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        // As docs/operations.md wants them.
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        settings.put("offsets.topic.replication.factor", "3");
        settings.put("transaction.state.log.replication.factor", "3");
        settings.put("transaction.state.log.min.isr", "2");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        // Small, for a test.
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        return settings;
    }

    private static void format(String cluster, Path settings) {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        String[] arguments = {"format", "--cluster-id", cluster, "--config", settings.toString()};
        int status = StorageTool.execute(arguments, silent);
        if (status != 0) {
            throw new IllegalStateException("expected " + settings + " to be formatted but it ended with " + status);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The broker that leads a partition now. */
    public int leader(String topic, int partition) throws Exception {
        return describe(topic).partitions().get(partition).leader().id();
    }

    /** How many replicas each partition of a topic has, and how many of them have to take a write. */
    public String replication(String topic) throws Exception {
        List<Integer> replicas = describe(topic).partitions().stream()
                .map(partition -> partition.replicas().size())
                .distinct()
                .toList();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String least = get(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                .value();
        return replicas + " of which " + least;
    }

    /** The broker that coordinates a group now. */
    int coordinator(String group) throws Exception {
        return get(admin.describeConsumerGroups(List.of(group)).all())
                .get(group)
                .coordinator()
                .id();
    }

    /** The broker whose controller is the active one. */
    int controller() throws Exception {
        return get(admin.describeMetadataQuorum().quorumInfo()).leaderId();
    }

    /** Kills a broker, as {@code kill -9} does, and its controller with it. */
    public void kill(int broker) {
        brokers.get(broker).kill();
    }

    /** Starts a broker that was killed; it is back once {@link #awaitInSync} has returned. */
    void startAgain(int broker) throws IOException {
        brokers.get(broker).start();
    }

    /** Waits until every replica of all topics is in sync. */
    public void awaitInSync() {
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
            List<String> topics = List.copyOf(get(admin.listTopics().names()));
            List<TopicPartitionInfo> partitions = get(
                            admin.describeTopics(topics).allTopicNames())
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .toList();
            return partitions.stream().allMatch(partition -> partition.isr().size() == COUNT);
        });
    }

    private TopicDescription describe(String topic) throws Exception {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }

    private static <T> T get(KafkaFuture<T> asked) throws Exception {
        try {
            return asked.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0);
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        brokers.forEach(Broker::kill);
        admin.close(Duration.ZERO);
    }
}
