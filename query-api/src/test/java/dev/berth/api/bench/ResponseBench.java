package dev.berth.api.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.api.candidate.FoundBefore;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * How fast candidates are searched, written and sent, and how fast those are that were found beforehand and only have
 * to be written, beside a plain HTTP server that sends the same bytes from memory: all in this process, in rounds that
 * take turns, with clients that do nothing but read. On a machine with other work the processor time for each answer,
 * clients and all, is the steadier number. Arguments: clients (2), rounds (10), seconds a round (2), the one row to be
 * measured, such as "flat, limit=10" (all, if it is empty), and claims a second that change the region in the meantime
 * (0), though not what is written alone.
 */
public final class ResponseBench {
    private static final long WARM_UP_ROUNDS = 4;

    private ResponseBench() {}

    /**
     * What came of one round.
     *
     * @param cpuMs processor time for each answer
     */
    private record Rate(double perSecond, double cpuMs) {}

    public static void main(String[] arguments) throws Exception {
        int clients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        long seconds = arguments.length > 2 ? Long.parseLong(arguments[2]) : 2;
        String wanted = arguments.length > 3 ? arguments[3] : "";
        int claims = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
        System.out.println("| request | bytes | Berth, answers/s | to plain | written alone, answers/s | to plain |"
                + " plain, answers/s | Berth, CPU | written alone, CPU | plain, CPU |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String shape : List.of("flat", "nested")) {
            try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
                GateRegion region = new GateRegion(server);
                if (shape.equals("flat")) {
                    region.addFlat(1000);
                } else {
                    region.addNested(1000);
                }
                ScheduledExecutorService pump = pump(region, claims);
                for (int limit : new int[] {10, 1000}) {
                    String query = (shape.equals("flat") ? GateRegion.FLAT_QUERY : GateRegion.NESTED_QUERY) + "&limit="
                            + limit;
                    String name = shape + ", limit=" + limit;
                    if (wanted.isEmpty() || wanted.equals(name)) {
                        compare(name, server, query, clients, rounds, seconds);
                    }
                }
                pump.shutdown();
                pump.awaitTermination(1, TimeUnit.SECONDS);
            }
        }
    }

    private static ScheduledExecutorService pump(GateRegion region, int claims) {
        ScheduledExecutorService pump = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "claims");
            thread.setDaemon(true);
            return thread;
        });
        if (claims > 0) {
            pump.scheduleAtFixedRate(
                    () -> {
                        try {
                            region.claim();
                        } catch (RuntimeException e) {
                            // Nobody would look at the future: a bench of a region at rest must not pass for one of
                            // claims.
                            e.printStackTrace();
                            Runtime.getRuntime().halt(1);
                        }
                    },
                    0,
                    1_000_000_000L / claims,
                    TimeUnit.NANOSECONDS);
        }
        return pump;
    }

    private static void compare(
            String name, BrokerlessServer server, String query, int clients, int rounds, long seconds)
            throws Exception {
        byte[] bytes = answer(server.port(), query);
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        List<Rate> ours = new ArrayList<>();
        List<Rate> written = new ArrayList<>();
        List<Rate> plain = new ArrayList<>();
        try (HttpApi writer = writerAlone(server, query)) {
            int plainPort = plainServer(vertx, bytes);
            for (int round = -1; round < rounds; round++) {
                long length = round < 0 ? WARM_UP_ROUNDS * seconds : seconds;
                Rate one = rate(server.port(), query, clients, length, bytes.length);
                Rate another = rate(writer.port(), query, clients, length, bytes.length);
                Rate other = rate(plainPort, query, clients, length, bytes.length);
                // The first round of all warms them up.
                if (round >= 0) {
                    ours.add(one);
                    written.add(another);
                    plain.add(other);
                }
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        double plainPerSecond = median(plain, Rate::perSecond);
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,.0f | %.2f | %,.0f | %.2f | %,.0f | %.3f ms | %.3f ms | %.3f ms |%n",
                name,
                bytes.length,
                median(ours, Rate::perSecond),
                median(ours, Rate::perSecond) / plainPerSecond,
                median(written, Rate::perSecond),
                median(written, Rate::perSecond) / plainPerSecond,
                plainPerSecond,
                median(ours, Rate::cpuMs),
                median(written, Rate::cpuMs),
                median(plain, Rate::cpuMs));
    }

    /** Berth's own server, with one route whose candidates were found beforehand. */
    private static HttpApi writerAlone(BrokerlessServer server, String query) {
        Route route = Route.get("/allocation_candidates")
                .summary("Candidates that were found before.")
                .replies(200)
                .answeredBy(FoundBefore.in(server.view(Region.DEFAULT), query.substring(query.indexOf('?') + 1)));
        return new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        List.of(route),
                        new ViewBarrier(new DirectCommandLog(System::currentTimeMillis), Duration.ofSeconds(1)),
                        new SimpleMeterRegistry())
                .start();
    }

    private static byte[] answer(int port, String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + query))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .body();
    }

    /** As many acceptors as Berth has, and a body that is there already. */
    private static int plainServer(Vertx vertx, byte[] bytes) throws IOException {
        Buffer body = Buffer.buffer(bytes);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DeploymentOptions options =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> new PlainVerticle(port, body), options)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return port;
    }

    private static final class PlainVerticle extends VerticleBase {
        private final int port;
        private final Buffer body;

        PlainVerticle(int port, Buffer body) {
            this.port = port;
            this.body = body;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .putHeader("content-type", "application/json")
                            .end(body))
                    .listen(port, "127.0.0.1");
        }
    }

    private static Rate rate(int port, String path, int clients, long seconds, long length) throws Exception {
        AtomicLong answers = new AtomicLong();
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = process.getProcessCpuTime();
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        List<Callable<Void>> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            all.add(() -> {
                try (RawConnection connection = new RawConnection(port, path)) {
                    while (System.nanoTime() < end) {
                        long got = connection.get();
                        // Claims change how many digits there are.
                        if (Math.abs(got - length) > length / 20) {
                            throw new IllegalStateException("expected about " + length + " bytes but got " + got);
                        }
                        answers.incrementAndGet();
                    }
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (java.util.concurrent.Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
        return new Rate(
                answers.get() * 1e9 / (System.nanoTime() - begin),
                (process.getProcessCpuTime() - cpu) / 1e6 / answers.get());
    }

    private static double median(List<Rate> rates, ToDoubleFunction<Rate> of) {
        return rates.stream().mapToDouble(of).sorted().toArray()[rates.size() / 2];
    }
}
