package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole service, with a small heap, while clients send the worst searches that they can think of and others claim:
 * every claim is granted, none takes much longer than it did before, and the service comes out of it whole.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 30 s; run with -Dfaults=true")
class HostileSearchesTest {
    private static final int KEPT_MAX = 65_536;
    private static final int HOSTS = 40;
    private static final int DEVICES = 64;
    private static final int LEVELS = 64;
    private static final int CLAIMERS = 4;
    private static final int SLOW_READERS = 40;
    private static final int ATTACKERS = 4;
    private static final Duration TIME = Duration.ofSeconds(6);

    /** What claims may lose: they share the processors with the attackers, and a busy machine is no fault. */
    private static final int SLOWER_AT_MOST = 20;

    private static final Duration SLOWEST = Duration.ofSeconds(5);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<UUID> hosts = new ArrayList<>();
    private URI url;

    @TempDir
    private Path dir;

    @Test
    void doNotDisturbClaims() throws Exception {
        try (BerthProcess berth = BerthProcess.start(dir.resolve("data"))) {
            url = berth.url();
            fill();
            claim(TIME.dividedBy(3));
            Claims before = claim(TIME);
            Map<String, Integer> answers = new ConcurrentHashMap<>();
            Claims during = attackWhile(answers);
            Claims after = claim(TIME.dividedBy(3));

            String told = "before " + before + "\nduring " + during + "\nafter " + after + "\nanswers "
                    + new TreeMap<>(answers) + "\n" + berth.log();
            System.out.println(told.substring(0, told.indexOf(berth.log())));
            assertThat(List.of(before.refused(), during.refused(), after.refused()))
                    .as(told)
                    .containsOnly(0);
            assertThat(during.granted()).as(told).isGreaterThan(before.granted() / SLOWER_AT_MOST);
            assertThat(during.slowest()).as(told).isLessThan(SLOWEST);
            assertThat(answers.keySet()).as(told).contains("200", "400").isSubsetOf("200", "400", "414", "503");
            assertThat(send("GET", "/readyz", null).statusCode()).as(told).isEqualTo(200);
        }
    }

    /** What became of claims in some time. */
    private record Claims(int granted, int refused, Duration median, Duration slowest) {}

    private Claims claim(Duration time) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CLAIMERS);
        try {
            List<Future<Claims>> all = new ArrayList<>();
            List<Duration> taken = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int claimer = 0; claimer < CLAIMERS; claimer++) {
                int which = claimer;
                all.add(threads.submit(() -> claimUntil(isOver, which, taken)));
            }
            Thread.sleep(time.toMillis());
            isOver.set(true);
            int granted = 0;
            int refused = 0;
            for (Future<Claims> one : all) {
                granted += one.get().granted();
                refused += one.get().refused();
            }
            List<Duration> sorted = taken.stream().sorted().toList();
            return new Claims(granted, refused, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
        } finally {
            threads.shutdown();
        }
    }

    private Claims claimUntil(AtomicBoolean isOver, int claimer, List<Duration> taken) throws Exception {
        int granted = 0;
        int refused = 0;
        for (int at = claimer; !isOver.get(); at++) {
            ObjectNode body = NODES.objectNode()
                    .put("project_id", "project")
                    .put("user_id", "user")
                    .put("consumer_type", "INSTANCE")
                    .putNull("consumer_generation");
            body.putObject("allocations")
                    .putObject(hosts.get(at % HOSTS).toString())
                    .putObject("resources")
                    .put("VCPU", 1);
            long begin = System.nanoTime();
            int status = send("PUT", "/allocations/" + UUID.randomUUID(), body).statusCode();
            taken.add(Duration.ofNanos(System.nanoTime() - begin));
            granted += status == 204 ? 1 : 0;
            refused += status == 204 ? 0 : 1;
        }
        return new Claims(granted, refused, Duration.ZERO, Duration.ZERO);
    }

    private Claims attackWhile(Map<String, Integer> answers) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(ATTACKERS);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int at = 0; at < SLOW_READERS; at++) {
                slow.add(neverRead(explosion(8, "&group_policy=none")));
            }
            List<Future<?>> attackers = new ArrayList<>();
            for (int attacker = 0; attacker < ATTACKERS; attacker++) {
                int first = attacker;
                attackers.add(threads.submit(() -> {
                    List<Hostile> requests = requests();
                    for (int at = first; !isOver.get(); at++) {
                        attack(requests.get(at % requests.size()), answers);
                    }
                    return null;
                }));
            }
            Claims during = claim(TIME);
            isOver.set(true);
            for (Future<?> attacker : attackers) {
                attacker.get(2, TimeUnit.MINUTES);
            }
            return during;
        } finally {
            threads.shutdownNow();
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private void attack(Hostile hostile, Map<String, Integer> answers) throws Exception {
        HttpResponse<String> answer = send("GET", "/allocation_candidates?" + hostile.query(), null);
        answers.merge(Integer.toString(answer.statusCode()), 1, Integer::sum);
        String told =
                hostile.query().substring(0, Math.min(200, hostile.query().length())) + " -> " + answer.statusCode();
        if (hostile.named().isPresent()) {
            assertThat(answer.statusCode()).as(told).isEqualTo(400);
            assertThat(answer.body()).as(told).contains(hostile.named().get());
        } else if (answer.statusCode() == 503) {
            assertThat(answer.headers().firstValue("retry-after")).as(told).isPresent();
        } else {
            assertThat(answer.statusCode()).as(told).isIn(200, 414);
        }
    }

    /**
     * A request that nobody should send.
     *
     * @param named what its 400 must name; empty if it has an answer
     */
    private record Hostile(String query, Optional<String> named) {
        static Hostile served(String query) {
            return new Hostile(query, Optional.empty());
        }

        static Hostile refused(String query, String named) {
            return new Hostile(query, Optional.of(named));
        }
    }

    private static List<Hostile> requests() {
        String levels = IntStream.range(0, LEVELS)
                .mapToObj(group -> "_" + Integer.toString(group, 36))
                .collect(Collectors.joining(","));
        String odd = IntStream.range(0, 40)
                .mapToObj(group -> "resources_" + group + "=SRIOV_NET_VF:" + (101 + 7 * group % 11))
                .collect(Collectors.joining("&"));
        return List.of(
                Hostile.served(explosion(8, "&group_policy=isolate&limit=1000")),
                Hostile.served(explosion(16, "&group_policy=none&limit=1000")),
                Hostile.refused("resources=VCPU:1&limit=-5", "limit"),
                Hostile.served(explosion(64, "&group_policy=isolate&limit=1000")),
                Hostile.served(explosion(64, "&group_policy=none&limit=1000&shuffle=9")),
                Hostile.refused("resources=SRIOV_NET_VF", "resources"),
                Hostile.served(odd + "&group_policy=none"),
                Hostile.served(odd + "&group_policy=none&explain=true"),
                Hostile.served(explosion(2000, "&group_policy=none&limit=1")),
                Hostile.refused(explosion(2000, ""), "group_policy"),
                Hostile.served(groups(LEVELS, "VGPU:1") + "&group_policy=isolate&limit=1000&same_subtree=" + levels),
                Hostile.refused("resources=VCPU:1&same_subtree=" + levels, "same_subtree"),
                Hostile.served("resources=VCPU:1&required=" + "A".repeat(70_000)),
                Hostile.refused("resources=VCPU:1&required=" + "A,".repeat(1000), "required"),
                Hostile.served("resources=VCPU:1&explain=true"));
    }

    private static String explosion(int groups, String more) {
        return groups(groups, "SRIOV_NET_VF:1") + more;
    }

    private static String groups(int groups, String resources) {
        return IntStream.range(0, groups)
                .mapToObj(group -> "resources_" + Integer.toString(group, 36) + "=" + resources)
                .collect(Collectors.joining("&"));
    }

    /** Asks for more than is held in memory and takes nothing of it. */
    private Socket neverRead(String query) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.getOutputStream()
                .write(("GET /allocation_candidates?" + query + " HTTP/1.1\r\nHost: berth\r\nx-auth-token: admin\r\n"
                                + "openstack-api-version: placement 1.39\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void fill() throws Exception {
        for (int host = 0; host < HOSTS; host++) {
            hosts.add(add(Optional.empty(), "VCPU", 1_000_000));
        }
        UUID puzzle = add(Optional.empty(), "DISK_GB", 100);
        for (int device = 0; device < DEVICES; device++) {
            add(Optional.of(puzzle), "SRIOV_NET_VF", 100 + 3 * device);
        }
        UUID above = add(Optional.empty(), "VGPU", 1);
        for (int level = 1; level < LEVELS; level++) {
            above = add(Optional.of(above), "VGPU", 1);
        }
    }

    private UUID add(Optional<UUID> parent, String resourceClass, long total) throws Exception {
        UUID id = UUID.randomUUID();
        ObjectNode provider = NODES.objectNode().put("name", id.toString()).put("uuid", id.toString());
        parent.ifPresent(above -> provider.put("parent_provider_uuid", above.toString()));
        assertThat(send("POST", "/resource_providers", provider).statusCode()).isEqualTo(200);
        ObjectNode inventories = NODES.objectNode().put("resource_provider_generation", 0);
        inventories.putObject("inventories").putObject(resourceClass).put("total", total);
        assertThat(send("PUT", "/resource_providers/" + id + "/inventories", inventories)
                        .statusCode())
                .isEqualTo(200);
        return id;
    }

    private HttpResponse<String> send(String method, String path, ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofMinutes(2))
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body)))
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
        return client.send(request, HostileSearchesTest::beginning);
    }

    /** Answers are longer than this process has room for, so no more than their beginning is kept. */
    private static BodySubscriber<String> beginning(HttpResponse.ResponseInfo answer) {
        StringBuilder kept = new StringBuilder();
        return BodySubscribers.mapping(
                BodySubscribers.ofByteArrayConsumer(piece -> piece.filter(bytes -> kept.length() < KEPT_MAX)
                        .ifPresent(bytes -> kept.append(new String(bytes, StandardCharsets.UTF_8)))),
                nothing -> kept.toString());
    }
}
