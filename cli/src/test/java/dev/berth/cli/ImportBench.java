package dev.berth.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * How long {@code berth import} takes, by its steps: from a service that keeps nothing, so that little is waited for
 * that is not Berth's, into {@code berth up} on an empty directory. Both, and the import, are processes of their own,
 * and the processor time of each is told. Arguments: providers (10000), consumers, which hold two classes of one
 * provider each (50000), and where the data is to lie (a new directory under that for temporary files).
 */
final class ImportBench {
    private static final int PROVIDERS_A_CALL = 250;
    private static final int CONSUMERS_A_CALL = 500;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ImportBench() {}

    public static void main(String[] arguments) throws Exception {
        int providers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int consumers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
        Path dir = arguments.length > 2 ? Path.of(arguments[2]) : Files.createTempDirectory("berth-import");
        try (MemoryBerth there = MemoryBerth.start(freePort())) {
            fill(there.url(), providers, consumers);
            try (BerthProcess here = BerthProcess.start(dir.resolve("data"))) {
                measure(there, here);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void fill(String url, int providers, int consumers) throws IOException, InterruptedException {
        List<String> hosts = new ArrayList<>();
        ArrayNode next = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < providers; i++) {
            hosts.add(UUID.randomUUID().toString());
            next.add(host(hosts.get(i), i));
            if (next.size() == PROVIDERS_A_CALL || i == providers - 1) {
                post(url, "providers", next);
                next = JsonNodeFactory.instance.arrayNode();
            }
        }
        for (int i = 0; i < consumers; i++) {
            next.add(consumer(hosts.get(i % hosts.size()), i));
            if (next.size() == CONSUMERS_A_CALL || i == consumers - 1) {
                post(url, "consumers", next);
                next = JsonNodeFactory.instance.arrayNode();
            }
        }
    }

    private static ObjectNode host(String id, int number) {
        ObjectNode host = JsonNodeFactory.instance.objectNode();
        host.put("uuid", id).put("name", "host-" + number).put("generation", 3);
        ObjectNode inventories = host.putObject("inventories");
        inventories.putObject("VCPU").put("total", 64).put("allocation_ratio", 4.0);
        inventories.putObject("MEMORY_MB").put("total", 262_144).put("reserved", 512);
        inventories.putObject("DISK_GB").put("total", 4_000);
        host.putArray("traits").add("HW_CPU_X86_AVX2").add("COMPUTE_NODE");
        host.putArray("aggregates").add(new UUID(number % 20, 1).toString());
        return host;
    }

    private static ObjectNode consumer(String host, int number) {
        ObjectNode consumer = JsonNodeFactory.instance.objectNode();
        consumer.put("uuid", UUID.randomUUID().toString())
                .put("generation", 1)
                .put("project_id", "project-" + number % 100)
                .put("user_id", "user-" + number % 100)
                .put("consumer_type", "INSTANCE");
        ObjectNode resources = consumer.putObject("allocations").putObject(host).putObject("resources");
        resources.put("VCPU", 1).put("MEMORY_MB", 1_024);
        return consumer;
    }

    private static void post(String url, String field, ArrayNode items) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set(field, items);
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + "/import"))
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IllegalStateException("expected 204 but got " + answer.statusCode() + " " + answer.body());
        }
    }

    private static void measure(MemoryBerth there, BerthProcess here) throws IOException, InterruptedException {
        Duration source = there.processor();
        Duration target = here.processor();
        long beginNs = System.nanoTime();
        Process run = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        BerthProcess.classPath(),
                        "dev.berth.cli.Berth",
                        "import",
                        "--from=" + there.url(),
                        "--url=" + here.url(),
                        "--json")
                .redirectErrorStream(true)
                .start();
        Duration importer = Duration.ZERO;
        try (BufferedReader lines = run.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds(System.nanoTime() - beginNs), line);
                // It is gone once it has ended.
                importer = run.info().totalCpuDuration().orElse(importer);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "status %d after %.1f s; processor time: import %.1f s, source %.1f s, berth up %.1f s%n",
                run.waitFor(),
                seconds(System.nanoTime() - beginNs),
                seconds(importer.toNanos()),
                seconds(there.processor().minus(source).toNanos()),
                seconds(here.processor().minus(target).toNanos()));
    }

    private static double seconds(long ns) {
        return ns / 1e9;
    }
}
