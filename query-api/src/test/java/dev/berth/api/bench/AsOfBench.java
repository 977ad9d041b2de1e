package dev.berth.api.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.moment.PastThreads;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.RegionLog;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.Moments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * How long reads of the past take, over HTTP, from a log in Kafka: at random points and within the last hour, of an
 * instance that was there all the while, of one that was started again, and of one that has kept nothing.
 *
 * <pre>
 * AsOfBench DIR [COMMANDS [LIVE [LAST_HOUR [POINTS]]]]
 * </pre>
 */
public final class AsOfBench {
    private static final Region REGION = Region.DEFAULT;
    private static final int HOSTS = 2_000;
    private static final int ON_THEIR_WAY_MAX = 5_000;
    private static final int SEEN_EVERY = 64;
    private static final int WARM_UP = 20;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path dir;
    private final int commands;
    private final int live;
    private final int lastHour;
    private final int points;
    private final SplittableRandom random = new SplittableRandom(5);
    private final long[] timesMs;
    private MomentLogs logs;

    private AsOfBench(String[] arguments) {
        this.dir = Path.of(arguments[0]);
        this.commands = number(arguments, 1, 1_000_000);
        this.live = number(arguments, 2, 100_000);
        // Of a log that took a little more than a day.
        this.lastHour = number(arguments, 3, 36_000);
        this.points = number(arguments, 4, 200);
        this.timesMs = new long[commands];
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /** Measures, and prints a table. */
    public static void main(String[] arguments) throws Exception {
        new AsOfBench(arguments).run();
    }

    private void run() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"))) {
            KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
            SchemaRegistry registry = SchemaRegistry.inMemory();
            registry.registerSchemas();
            TopicAdmin.ensure(connection, 1, 1);
            CommandCodec codec = new CommandCodec(registry);
            logs = logs(connection, codec);
            fill(connection, codec);
            System.out.println("| instance | points | asked | p50 | p99 | slowest | CPU of all, mean |");
            System.out.println("|---|---|---|---|---|---|---|");
            try (Moments moments = moments("kept")) {
                live(moments);
                measure("there all the while", moments);
                size("kept");
            }
            try (Moments moments = moments("kept")) {
                measure("started again", moments);
            }
            try (Moments moments = moments("nothing")) {
                first(moments);
            }
        }
    }

    private MomentLogs logs(KafkaConnection connection, CommandCodec codec) {
        LogId id = TopicAdmin.logId(connection);
        return new MomentLogs() {
            @Override
            public LogId id() {
                return id;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return RegionReader.openAnywhere(connection, id, codec, region, each);
            }
        };
    }

    private Moments moments(String name) {
        return new Moments(logs, dir.resolve(name), Moments.FILE_SPACING, System::currentTimeMillis, () -> true);
    }

    private void fill(KafkaConnection connection, CommandCodec codec) {
        BusyRegion region = new BusyRegion(1, HOSTS, live);
        Deque<CompletionStage<Position>> onTheirWay = new ArrayDeque<>();
        try (CommandPublisher publisher = CommandPublisher.open(connection, codec)) {
            for (int n = 0; n < commands; n++) {
                onTheirWay.add(publisher.publish(REGION, region.next()));
                if (onTheirWay.size() > ON_THEIR_WAY_MAX) {
                    onTheirWay.remove().toCompletableFuture().join();
                }
            }
            onTheirWay.forEach(one -> one.toCompletableFuture().join());
        }
    }

    /** Takes the log as an instance does that serves the region, which is looked at now and then. */
    private void live(Moments moments) {
        long startNs = System.nanoTime();
        Moment now = Moment.beginning(logs.id(), REGION);
        try (RegionLog log = logs.open(REGION, () -> {})) {
            for (Optional<LogEntry> next = log.next(); next.isPresent(); next = log.next()) {
                now = now.take(next.get());
                timesMs[(int) now.through()] = next.get().position().timestampMs();
                if (now.through() % SEEN_EVERY == 0) {
                    moments.see(now.fold());
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d commands, %,d live consumers, taken in %.1f s with what is kept; %,d MiB of heap in use%n",
                now.decided(),
                now.view().consumers().size(),
                (System.nanoTime() - startNs) / 1e9,
                heapMiB());
    }

    private static long heapMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private void measure(String instance, Moments moments) throws Exception {
        DirectCommandLog none = new DirectCommandLog(System::currentTimeMillis);
        try (HttpApi api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        vertx -> new NoAuthentication(),
                        PlacementRoutes.all(new Backend(none, none)),
                        new ViewBarrier(none, Duration.ofSeconds(1)),
                        new PastThreads(moments),
                        vertx -> Forwarding.NONE,
                        new SimpleMeterRegistry())
                .start()) {
            for (boolean isTime : new boolean[] {false, true}) {
                measure(instance, "the last hour", api, commands - lastHour, isTime, 4 * points);
                measure(instance, "the whole log", api, 2 * HOSTS, isTime, points);
            }
        }
    }

    private void measure(String instance, String where, HttpApi api, int from, boolean isTime, int count)
            throws Exception {
        double[] ms = new double[count];
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuNs = 0;
        for (int point = -WARM_UP; point < count; point++) {
            int offset = random.nextInt(from, commands);
            String asOf = isTime ? Instant.ofEpochMilli(timesMs[offset]).toString() : Integer.toString(offset);
            String path = "/resource_providers/" + BusyRegion.host(random.nextInt(HOSTS)) + "/usages?as_of=" + asOf;
            long startNs = System.nanoTime();
            HttpResponse<String> answer = get(api, path);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            if (point == -1) {
                cpuNs = process.getProcessCpuTime();
            }
            if (point >= 0) {
                ms[point] = (System.nanoTime() - startNs) / 1e6;
            }
        }
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | by %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
                instance,
                where,
                isTime ? "time" : "offset",
                ms[count / 2],
                ms[count * 99 / 100],
                ms[count - 1],
                (process.getProcessCpuTime() - cpuNs) / 1e6 / count);
    }

    private static HttpResponse<String> get(HttpApi api, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void first(Moments moments) {
        long startNs = System.nanoTime();
        moments.at(REGION, LogPlace.parse(Integer.toString(commands - 1)), () -> {});
        System.out.printf(
                Locale.ROOT,
                "The first that is asked of an instance that has kept nothing, at the end of the log: %.1f s%n",
                (System.nanoTime() - startNs) / 1e9);
    }

    private void size(String name) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve(name).resolve(REGION.name()))) {
            long[] sizes = files.mapToLong(file -> file.toFile().length()).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%d files, %,d MiB%n",
                    sizes.length,
                    Arrays.stream(sizes).sum() >> 20);
        }
    }
}
