package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What a shadow adds to a call: each call is made once at the service that answers and once through the shadow, by
 * turns, by one client that keeps its connections. The services and the shadow are processes of their own. Arguments:
 * calls of each kind (5000), URL of a Placement with noauth2 that answers (without it a Berth that keeps nothing). The
 * calls before that, a quarter as many, warm all of them up.
 */
final class ShadowBench {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int TIMEOUT_MS = 60_000;
    private static final int BEHIND_S = 180;

    private final String direct;
    private final String shadowed;

    private ShadowBench(String direct, String shadowed) {
        this.direct = direct;
        this.shadowed = shadowed;
    }

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
        int port = freePort();
        int report = freePort();
        try (MemoryBerth berth = MemoryBerth.start(freePort());
                MemoryBerth standIn = arguments.length > 1 ? null : MemoryBerth.start(freePort())) {
            String primary = standIn == null ? arguments[1] : standIn.url();
            Process shadow = shadow(primary, berth.url(), port, report);
            try {
                awaitInLine(shadow, report);
                ShadowBench bench = new ShadowBench(primary, "http://127.0.0.1:" + port);
                bench.measure(Math.max(1, calls / 4), false);
                bench.measure(calls, true);
                System.out.println(get("http://127.0.0.1:" + report + "/"));
            } finally {
                shadow.destroyForcibly().waitFor();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process shadow(String primary, String berth, int port, int report) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        BerthProcess.classPath(),
                        "dev.berth.cli.Berth",
                        "shadow",
                        "--primary=" + primary,
                        "--url=" + berth,
                        "--listen=127.0.0.1:" + port,
                        "--report=127.0.0.1:" + report)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitInLine(Process shadow, int report) throws Exception {
        for (int i = 0; i < BEHIND_S; i++) {
            TimeUnit.SECONDS.sleep(1);
            try {
                JsonNode state = MAPPER.readTree(get("http://127.0.0.1:" + report + "/report"));
                if (!state.at("/behind/all").asBoolean(true)) {
                    return;
                }
            } catch (IOException notYet) {
                if (!shadow.isAlive()) {
                    throw new IllegalStateException("expected a shadow but it ended with " + shadow.exitValue());
                }
            }
        }
        throw new IllegalStateException("expected Berth in line within " + BEHIND_S + " s");
    }

    private static String get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A host for each way, so that what is claimed past the shadow is of no matter to what it compares. */
    private void measure(int calls, boolean isShown) throws IOException {
        String[] bases = {direct, shadowed};
        String[] hosts = {host(), host()};
        long[][] reads = new long[2][calls];
        long[][] claims = new long[2][calls];
        long[][] releases = new long[2][calls];
        for (int i = 0; i < calls; i++) {
            for (int turn = 0; turn < 2; turn++) {
                int way = (i + turn) % 2;
                String read = "/resource_providers/" + hosts[way] + "/inventories";
                reads[way][i] = call(bases[way], "GET", read, null);
            }
            String[] consumers = {
                UUID.randomUUID().toString(), UUID.randomUUID().toString()
            };
            for (int turn = 0; turn < 2; turn++) {
                int way = (i + turn) % 2;
                claims[way][i] = call(bases[way], "PUT", "/allocations/" + consumers[way], claim(hosts[way]));
            }
            for (int turn = 0; turn < 2; turn++) {
                int way = (i + turn) % 2;
                releases[way][i] = call(bases[way], "DELETE", "/allocations/" + consumers[way], null);
            }
        }
        if (isShown) {
            System.out.println(
                    "| call | direct, p50 ms | shadow, p50 ms | added, p50 ms | direct, p99 | shadow, p99 |");
            System.out.println("|---|---|---|---|---|---|");
            row("inventories", reads);
            row("claim", claims);
            row("release", releases);
        }
    }

    private static void row(String name, long[][] ns) {
        long[] added = new long[ns[0].length];
        Arrays.setAll(added, i -> ns[1][i] - ns[0][i]);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.2f | %.2f |%n",
                name,
                percentile(ns[0], 50),
                percentile(ns[1], 50),
                percentile(added, 50),
                percentile(ns[0], 99),
                percentile(ns[1], 99));
    }

    /** In milliseconds. */
    private static double percentile(long[] ns, int percent) {
        long[] sorted = ns.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    private String host() throws IOException {
        String id = UUID.randomUUID().toString();
        ObjectNode host = JsonNodeFactory.instance.objectNode().put("name", "bench-" + id);
        call(shadowed, "POST", "/resource_providers", host.put("uuid", id));
        ObjectNode inventories = JsonNodeFactory.instance.objectNode().put("resource_provider_generation", 0);
        inventories.putObject("inventories").putObject("VCPU").put("total", 64);
        call(shadowed, "PUT", "/resource_providers/" + id + "/inventories", inventories);
        return id;
    }

    private static JsonNode claim(String host) {
        ObjectNode claim = JsonNodeFactory.instance.objectNode();
        claim.putObject("allocations").putObject(host).putObject("resources").put("VCPU", 1);
        return claim.put("project_id", "p")
                .put("user_id", "u")
                .putNull("consumer_generation")
                .put("consumer_type", "INSTANCE");
    }

    /** Nanoseconds until the whole answer is there. Its connection is used again. */
    private static long call(String base, String method, String path, JsonNode body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : MAPPER.writeValueAsBytes(body);
        HttpURLConnection call =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        call.setRequestMethod(method);
        call.setConnectTimeout(TIMEOUT_MS);
        call.setReadTimeout(TIMEOUT_MS);
        call.setRequestProperty("x-auth-token", "admin");
        call.setRequestProperty("openstack-api-version", "placement 1.39");
        long begin = System.nanoTime();
        if (body != null) {
            call.setRequestProperty("content-type", "application/json");
            call.setDoOutput(true);
            call.setFixedLengthStreamingMode(bytes.length);
            call.getOutputStream().write(bytes);
        }
        int status = call.getResponseCode();
        try (InputStream in =
                status < HttpURLConnection.HTTP_BAD_REQUEST ? call.getInputStream() : call.getErrorStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
                throw new IllegalStateException("expected " + method + " " + path + " at " + base
                        + " to be granted but it was answered " + status + " "
                        + new String(answer, StandardCharsets.UTF_8));
            }
        }
        return System.nanoTime() - begin;
    }
}
