package dev.berth.cli.chaos;

import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Brokers on 127.0.0.1, each a process of its own, broker and controller at once. Besides the listener for everybody
 * each has one for each instance, which is told to that instance as the port of a link of ours.
 */
final class Brokers implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ADMIN_MS_MAX = 4_000;

    /** The transactions of an instance end within 5 s. */
    static final long OPEN_MS_MAX = 15_000;

    private final List<ChildProcess> processes;
    private final String bootstrapServers;
    private final Admin admin;

    private Brokers(List<ChildProcess> processes, String bootstrapServers) {
        this.processes = List.copyOf(processes);
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "request.timeout.ms",
                Integer.toString(ADMIN_MS_MAX / 2),
                "default.api.timeout.ms",
                Integer.toString(ADMIN_MS_MAX)));
    }

    /**
     * Where one broker is reached.
     *
     * @param own where everybody reaches it
     * @param behindLinks where the links from each instance lead to
     * @param links what each instance is told
     */
    record Doors(int own, int controller, List<Integer> behindLinks, List<Integer> links) {}

    /** Formats a cluster in this directory; nothing is started yet. */
    static Brokers format(Path dir, List<Doors> doors) throws IOException {
        String voters = IntStream.range(0, doors.size())
                .mapToObj(i -> i + "@127.0.0.1:" + doors.get(i).controller())
                .collect(Collectors.joining(","));
        String cluster = Uuid.randomUuid().toString();
        List<ChildProcess> processes = new ArrayList<>();
        for (int i = 0; i < doors.size(); i++) {
            Path own = Files.createDirectories(dir.resolve("broker-" + i));
            Path file = own.resolve("server.properties");
            Files.write(
                    file,
                    settings(i, doors.get(i), voters, own.resolve("data"), doors.size()).entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
            format(cluster, file);
            processes.add(new ChildProcess(
                    "broker-" + i,
                    List.of(),
                    List.of("-Xmx256m"),
                    List.of("kafka.Kafka", file.toString()),
                    own.resolve("broker.log")));
        }
        return new Brokers(
                processes, doors.stream().map(each -> "127.0.0.1:" + each.own()).collect(Collectors.joining(",")));
    }

    private static Map<String, String> settings(int id, Doors doors, String voters, Path data, int count) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("node.id", Integer.toString(id));
        settings.put("process.roles", "broker,controller");
        settings.put("controller.quorum.voters", voters);
        settings.put("controller.listener.names", "CONTROLLER");
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        StringBuilder advertised = new StringBuilder("PLAINTEXT://127.0.0.1:" + doors.own());
        StringBuilder listeners = new StringBuilder(advertised);
        for (int i = 0; i < doors.links().size(); i++) {
            protocols.append(",INSTANCE").append(i).append(":PLAINTEXT");
            listeners
                    .append(",INSTANCE")
                    .append(i)
                    .append("://127.0.0.1:")
                    .append(doors.behindLinks().get(i));
            advertised
                    .append(",INSTANCE")
                    .append(i)
                    .append("://127.0.0.1:")
                    .append(doors.links().get(i));
        }
        settings.put("listener.security.protocol.map", protocols.toString());
        settings.put("listeners", listeners + ",CONTROLLER://127.0.0.1:" + doors.controller());
        settings.put("advertised.listeners", advertised.toString());
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        // As docs/operations.md wants them.
        String replicas = Integer.toString(count);
        String inSync = count >= 3 ? "2" : "1";
        settings.put("default.replication.factor", replicas);
        settings.put("min.insync.replicas", inSync);
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        // Small, for one machine.
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "4");
        return settings;
    }

    private static void format(String cluster, Path settings) {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        String[] arguments = {"format", "--cluster-id", cluster, "--config", settings.toString()};
        int status = StorageTool.execute(arguments, silent);
        if (status != 0) {
            throw new CannotRunException("Kafka could not format " + settings + ": it ended with " + status);
        }
    }

    /** Where everybody but the instances reaches them. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    List<ChildProcess> processes() {
        return processes;
    }

    void startAll() {
        processes.forEach(ChildProcess::start);
    }

    /** Waits until all are in the cluster and every replica is in sync; whether they were until then. */
    boolean awaitWhole(long untilNs) throws InterruptedException {
        while (!isWhole()) {
            if (System.nanoTime() > untilNs) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return true;
    }

    private boolean isWhole() throws InterruptedException {
        try {
            if (admin.describeCluster()
                            .nodes()
                            .get(ADMIN_MS_MAX, TimeUnit.MILLISECONDS)
                            .size()
                    < processes.size()) {
                return false;
            }
            Set<String> topics = admin.listTopics().names().get(ADMIN_MS_MAX, TimeUnit.MILLISECONDS);
            return admin
                    .describeTopics(topics)
                    .allTopicNames()
                    .get(ADMIN_MS_MAX, TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null
                            && partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
    }

    /**
     * Transactions that are open in a partition for longer than any may be: their coordinator has forgotten them, see
     * docs/reliability.md. None if that cannot be asked now.
     */
    List<String> forgotten() throws InterruptedException {
        try {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(ADMIN_MS_MAX, TimeUnit.MILLISECONDS);
            List<TopicPartition> partitions = new ArrayList<>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get(ADMIN_MS_MAX, TimeUnit.MILLISECONDS)
                    .forEach((topic, described) -> described
                            .partitions()
                            .forEach(each -> partitions.add(new TopicPartition(topic, each.partition()))));
            long openBeforeMs = System.currentTimeMillis() - OPEN_MS_MAX;
            List<String> forgotten = new ArrayList<>();
            admin.describeProducers(partitions)
                    .all()
                    .get(ADMIN_MS_MAX, TimeUnit.MILLISECONDS)
                    .forEach((partition, state) -> state.activeProducers().stream()
                            .filter(producer ->
                                    producer.currentTransactionStartOffset().isPresent()
                                            && producer.lastTimestamp() < openBeforeMs)
                            .forEach(producer -> forgotten.add(partition + " " + producer)));
            return forgotten;
        } catch (ExecutionException | TimeoutException notNow) {
            return List.of();
        }
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::kill);
        admin.close(Duration.ZERO);
    }
}
