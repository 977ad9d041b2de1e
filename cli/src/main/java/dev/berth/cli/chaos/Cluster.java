package dev.berth.cli.chaos;

import com.google.common.collect.ImmutableList;
import dev.berth.api.connection.FilelessVertx;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.simulator.link.Link;
import dev.berth.terminal.CannotRunException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Brokers and instances as processes, a registry in this one, and links between all of them. Ends with this process,
 * however that ends. One thread at a time.
 */
final class Cluster implements AutoCloseable {
    private static final long DISK_BYTES = 256L << 20;
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration ASKED_MAX = Duration.ofSeconds(3);

    private final Vertx vertx = Vertx.vertx(FilelessVertx.small(2));
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ASKED_MAX)
            .build();
    private final Thread killer = new Thread(this::killAll, "kill-children");
    private final List<Instance> instances = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Path dir;
    private final Brokers brokers;
    private final int registryPort;
    private Optional<EmbeddedRegistry> registry = Optional.empty();

    private Cluster(Path dir, Layout layout) throws IOException {
        this.dir = dir;
        Ports ports = new Ports();
        this.registryPort = ports.take();
        List<Brokers.Doors> doors = IntStream.range(0, layout.brokers())
                .mapToObj(broker -> new Brokers.Doors(
                        ports.take(), ports.take(), take(ports, layout.instances()), take(ports, layout.instances())))
                .toList();
        this.brokers = Brokers.format(dir, doors);
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            for (int i = 0; i < layout.instances(); i++) {
                boolean isLast = i == layout.instances() - 1;
                instances.add(instance(i, doors, ports, layout, isLast));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<Integer> take(Ports ports, int count) {
        return Stream.generate(ports::take).limit(count).toList();
    }

    private Instance instance(int number, List<Brokers.Doors> doors, Ports ports, Layout layout, boolean hasOwnDisk)
            throws IOException {
        Path own = Files.createDirectories(dir.resolve("instance-" + number));
        int port = ports.take();
        List<Link> toBrokers = new ArrayList<>();
        for (Brokers.Doors broker : doors) {
            toBrokers.add(open(broker.links().get(number), broker.behindLinks().get(number)));
        }
        Link fromClients = open(ports.take(), port);
        Link fromPeers = open(ports.take(), port);
        Optional<SmallDisk> disk =
                hasOwnDisk ? SmallDisk.open(own.resolve("disk").toAbsolutePath(), DISK_BYTES) : Optional.empty();
        Path data = disk.isPresent() ? own.resolve("disk/data") : own.resolve("data");
        ChildProcess process = new ChildProcess(
                "instance-" + number,
                disk.map(SmallDisk::beginner).orElse(List.of()),
                List.of("-Xmx384m"),
                arguments(number, port, fromPeers.port(), toBrokers, layout, data),
                own.resolve("berth.log"));
        Path seen = disk.map(small -> small.seen().resolve("data")).orElse(data);
        return new Instance(process, port, List.copyOf(toBrokers), fromClients, fromPeers, seen, disk);
    }

    private Link open(int port, int target) {
        Link link = Link.open(vertx, port, target);
        links.add(link);
        return link;
    }

    private List<String> arguments(
            int number, int port, int advertised, List<Link> toBrokers, Layout layout, Path data) {
        return List.of(
                "dev.berth.cli.Berth",
                "serve",
                "--kafka",
                String.join(
                        ",",
                        toBrokers.stream()
                                .map(link -> "127.0.0.1:" + link.port())
                                .toList()),
                "--registry",
                "http://127.0.0.1:" + registryPort,
                "--instance",
                "chaos-" + number,
                "--port",
                Integer.toString(port),
                "--advertise",
                "127.0.0.1:" + advertised,
                "--regions",
                "chaos-*",
                "--standbys",
                "1",
                "--partitions",
                Integer.toString(layout.partitions()),
                "--replicas",
                Integer.toString(layout.replicas()),
                "--data-dir",
                data.toString());
    }

    /**
     * Starts all of it in a directory.
     *
     * @throws CannotRunException if it does not come up within that time
     */
    static Cluster start(Path dir, Layout layout, Duration max) throws InterruptedException {
        try {
            Cluster cluster = new Cluster(dir, layout);
            try {
                cluster.start(System.nanoTime() + max.toNanos());
                return cluster;
            } catch (RuntimeException | InterruptedException e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a cluster in " + dir, e);
        }
    }

    private void start(long untilNs) throws InterruptedException {
        brokers.startAll();
        if (!brokers.awaitWhole(untilNs)) {
            throw new CannotRunException("the brokers did not come up in time; see broker.log in " + dir);
        }
        registry = Optional.of(EmbeddedRegistry.start(brokers.bootstrapServers(), registryPort));
        instances.forEach(instance -> instance.process().start());
        for (Instance instance : instances) {
            if (!awaitReady(instance, untilNs)) {
                throw new CannotRunException(instance.process().name() + " did not come up in time; see "
                        + instance.process().log());
            }
        }
    }

    /** Waits until an instance says that it is ready, or has ended; whether it is ready. */
    boolean awaitReady(Instance instance, long untilNs) throws InterruptedException {
        while (!isReady(instance)) {
            if (System.nanoTime() > untilNs || !instance.process().isAlive()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return true;
    }

    private boolean isReady(Instance instance) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(instance.itself().resolve("/readyz"))
                .timeout(ASKED_MAX)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What each instance says of itself, for whoever looks for a reason; its threads are in its log. */
    String[] saysOfItself() throws InterruptedException {
        String[] told = new String[instances.size() + 1];
        told[instances.size()] = "transactions that Kafka has forgotten: " + brokers.forgotten();
        for (Instance instance : instances) {
            instance.process().dump();
        }
        for (int i = 0; i < instances.size(); i++) {
            HttpRequest request = HttpRequest.newBuilder(
                            instances.get(i).itself().resolve("/readyz"))
                    .timeout(ASKED_MAX)
                    .build();
            try {
                told[i] = "/readyz of instance " + i + ": "
                        + http.send(request, BodyHandlers.ofString()).body();
            } catch (IOException e) {
                told[i] = "/readyz of instance " + i + ": " + e;
            }
        }
        return told;
    }

    Brokers brokers() {
        return brokers;
    }

    List<Instance> instances() {
        return instances;
    }

    /** Where clients reach each instance. */
    ImmutableList<URI> doors() {
        return instances.stream().map(Instance::door).collect(ImmutableList.toImmutableList());
    }

    /** Whether an instance has a disk of its own that can be filled. */
    boolean hasSmallDisk() {
        return instances.stream().anyMatch(instance -> instance.disk().isPresent());
    }

    /** Where the brokers are reached by whoever is no instance. */
    String kafka() {
        return brokers.bootstrapServers();
    }

    String registry() {
        return registry.orElseThrow().url();
    }

    /** All has come up: from now on no process has a reason to end by itself. */
    void cameUp() {
        instances.forEach(instance -> instance.process().cameUp());
        brokers.processes().forEach(ChildProcess::cameUp);
    }

    /** Keeps what lies on a disk that is gone with this. */
    void keepDisks() {
        for (Instance instance : instances) {
            if (instance.disk().isPresent()) {
                Stores.copy(
                        instance.data(), dir.resolve(instance.process().name()).resolve("kept"));
            }
        }
    }

    private void killAll() {
        instances.forEach(instance -> instance.process().kill());
        brokers.processes().forEach(ChildProcess::kill);
        instances.forEach(instance -> instance.disk().ifPresent(SmallDisk::close));
    }

    @Override
    public void close() {
        killAll();
        registry.ifPresent(EmbeddedRegistry::close);
        brokers.close();
        links.forEach(Link::close);
        vertx.close();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException shuttingDown) {
            // It runs already.
        }
    }
}
