package dev.berth.api.bench;

import com.sun.management.ThreadMXBean;
import dev.berth.api.auth.Caller;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.http.Call;
import dev.berth.api.http.CallHeaders;
import dev.berth.api.http.QueryString;
import dev.berth.api.http.Route;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.policy.Policy;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.events.model.Region;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What it costs to read a claim: from the bytes of its body to the command that is handed to a log, which never
 * answers. Time of one thread and memory that it asks for, a claim, in rounds that take turns. Arguments: rounds (10),
 * claims a round (20000).
 */
public final class ClaimBench {
    private static final UUID CONSUMER = new UUID(5, 5);
    private static final String OWNER =
            "\"project_id\": \"p\", \"user_id\": \"u\", \"consumer_generation\": null, \"consumer_type\": \"INSTANCE\"";

    private static final Map<String, String> BODIES = Map.of(
            "1 provider, 3 classes",
            claim(1),
            "8 providers, 3 classes each",
            claim(8),
            "1 provider, 2 PCI devices",
            "{" + allocations(1) + ", " + OWNER + ", \"pci\": [{\"id\": \"nic\", \"count\": 2, \"flavor\": \"fast\"}],"
                    + " \"pci_provider\": \"" + new UUID(1, 0) + "\"}");

    private ClaimBench() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int claims = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        Backend backend = new Backend(
                (region, sent) -> new CompletableFuture<>(), new DirectCommandLog(System::currentTimeMillis));
        Route route = PlacementRoutes.all(backend).stream()
                .filter(each -> each.toString().equals("PUT /allocations/{consumer_uuid}"))
                .findFirst()
                .orElseThrow();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        System.out.println("| claim | body, bytes | best, µs | mean, µs | allocated, bytes |");
        System.out.println("|---|---|---|---|---|");
        for (String name : BODIES.keySet().stream().sorted().toList()) {
            Call call = call(route, BODIES.get(name));
            measure(route, call, 2 * claims);
            double best = Double.MAX_VALUE;
            double sum = 0;
            long before = threads.getThreadAllocatedBytes(thread);
            for (int round = 0; round < rounds; round++) {
                double micros = measure(route, call, claims);
                best = Math.min(best, micros);
                sum += micros;
            }
            long bytes = (threads.getThreadAllocatedBytes(thread) - before) / ((long) rounds * claims);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f | %d |%n",
                    name,
                    BODIES.get(name).length(),
                    best,
                    sum / rounds,
                    bytes);
        }
    }

    /** Processor time a claim, in microseconds. */
    private static double measure(Route route, Call call, int claims) {
        java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < claims; i++) {
            if (route.handler().handle(call).toCompletableFuture().isDone()) {
                throw new IllegalStateException("expected a claim that waits but it was refused at once");
            }
        }
        return (threads.getCurrentThreadCpuTime() - begin) / 1_000.0 / claims;
    }

    private static Call call(Route route, String body) {
        return new Call(
                route,
                Microversion.MAX,
                Region.DEFAULT,
                "http://127.0.0.1",
                "",
                Map.of("consumer_uuid", CONSUMER.toString()),
                QueryString.of(null),
                false,
                Optional.of(Buffer.buffer(body)),
                Caller.NOBODY,
                Policy.DEFAULT,
                Optional.empty(),
                "req-" + CONSUMER,
                Optional.empty(),
                CallHeaders.NONE,
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static String claim(int providers) {
        return "{" + allocations(providers) + ", " + OWNER + "}";
    }

    private static String allocations(int providers) {
        StringBuilder json = new StringBuilder("\"allocations\": {");
        for (int i = 0; i < providers; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(new UUID(1, i))
                    .append("\": {\"resources\": {\"VCPU\": 2, \"MEMORY_MB\": 2048, \"DISK_GB\": 20}}");
        }
        return json.append('}').toString();
    }
}
