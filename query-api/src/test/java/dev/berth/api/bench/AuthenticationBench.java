package dev.berth.api.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.auth.StaticTokens;
import dev.berth.api.auth.TokenDigest;
import dev.berth.api.auth.TokenFile;
import dev.berth.api.auth.keystone.KeystoneAuthentication;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.server.PlacementRoutes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Processor time for each request with tokens that Keystone is known to have given, and with those of a file, beside
 * none at all: three servers in this process that are asked for the same in rounds that take turns, so that what else
 * goes on on the machine meets all of them. The client's time is in all of it. Arguments: rounds (20), requests a round
 * (20,000), the path (an empty list of providers, so that little else is measured). Prints the median of each, and the
 * median of the quotients with the round of noauth beside it.
 */
public final class AuthenticationBench {
    /** As long as one of Keystone's. */
    private static final String TOKEN = "gAAAAABn" + "k".repeat(175);

    private AuthenticationBench() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        String path = arguments.length > 2 ? arguments[2] : "/resource_providers";
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Path dir = Files.createTempDirectory("berth-auth-bench-");
        HttpServer keystone = keystone(vertx);
        var ofKeystone = KeystoneAuthentication.configuredBy(own(
                dir.resolve("keystone.conf"),
                "[keystone_authtoken]\nauth_url = http://127.0.0.1:" + keystone.actualPort()
                        + "\nusername = b\npassword = s\nproject_name = service\ntoken_cache_time = 86400\n"));
        TokenFile file = new TokenFile(
                own(dir.resolve("tokens"), TokenDigest.of(TOKEN) + " user=u project=p roles=admin,member,reader\n"));
        try (HttpApi first = api(any -> new NoAuthentication());
                HttpApi second = api(loops -> ofKeystone.apply(loops, new SimpleMeterRegistry()));
                HttpApi third = api(loops -> StaticTokens.read(file).watchedBy(loops))) {
            compare(List.of(first, second, third), rounds, requests, path);
        } finally {
            vertx.close().await();
            Files.delete(dir.resolve("keystone.conf"));
            Files.delete(dir.resolve("tokens"));
            Files.delete(dir);
        }
    }

    private static Path own(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Knows every token, of an administrator. */
    private static HttpServer keystone(Vertx vertx) {
        String said = "{\"token\":{\"user\":{\"id\":\"u\"},\"project\":{\"id\":\"p\"},\"roles\":[{\"name\":\"admin\"},"
                + "{\"name\":\"member\"},{\"name\":\"reader\"}],\"expires_at\":\""
                + Instant.now().plus(Duration.ofDays(1)) + "\"}}";
        return vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(request.method().name().equals("POST") ? 201 : 200)
                        .putHeader("x-subject-token", "own")
                        .end(said))
                .listen(0, "127.0.0.1")
                .await();
    }

    private static HttpApi api(Function<Vertx, Authentication> authentication) {
        DirectCommandLog log = new DirectCommandLog(System::currentTimeMillis);
        return new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        authentication,
                        PlacementRoutes.all(new Backend(log, log)),
                        new ViewBarrier(log, Duration.ofSeconds(5)),
                        vertx -> Forwarding.NONE,
                        new SimpleMeterRegistry())
                .start();
    }

    private static void compare(List<HttpApi> apis, int rounds, int requests, String path) throws IOException {
        List<String> names = List.of("noauth", "keystone", "static");
        List<List<Double>> micros = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<List<Double>> quotients = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        // The first fifth warms up, and the order turns round, so that nobody is always the first.
        for (int round = -rounds / 4 - 1; round < rounds; round++) {
            double[] now = new double[apis.size()];
            for (int turn = 0; turn < apis.size(); turn++) {
                int which = Math.floorMod(round + turn, apis.size());
                now[which] = microsOfRequest(apis.get(which).port(), requests, path);
            }
            for (int which = 0; round >= 0 && which < apis.size(); which++) {
                micros.get(which).add(now[which]);
                quotients.get(which).add(now[which] / now[0]);
            }
        }
        System.out.println("| authentication | CPU a request | to noauth |");
        System.out.println("|---|---|---|");
        for (int which = 0; which < apis.size(); which++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f µs | %.3f |%n",
                    names.get(which),
                    median(micros.get(which)),
                    median(quotients.get(which)));
        }
    }

    private static double microsOfRequest(int port, int requests, String path) throws IOException {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        // Where tokens are believed whatever they say, these headers make an administrator of it.
        try (RawConnection connection =
                new RawConnection(port, path, "x-auth-token: " + TOKEN + "\r\nx-roles: admin,member,reader\r\n")) {
            connection.get();
            long before = process.getProcessCpuTime();
            for (int request = 0; request < requests; request++) {
                connection.get();
            }
            return (double) TimeUnit.NANOSECONDS.toMicros(process.getProcessCpuTime() - before) / requests;
        }
    }

    private static double median(List<Double> of) {
        return of.stream().sorted().toList().get(of.size() / 2);
    }
}
