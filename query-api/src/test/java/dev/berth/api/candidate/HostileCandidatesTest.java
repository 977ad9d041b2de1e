package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that nobody should send, one at a time; what many of them do to claims is tried on the whole service. */
class HostileCandidatesTest {
    private static final int HOSTS = 20_000;
    private static final int DEVICES = 64;
    private static final int LEVELS = 64;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private static BrokerlessServer server;
    private static int commands;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        for (int host = 0; host < HOSTS; host++) {
            add(
                    Optional.empty(),
                    ImmutableSortedMap.of(
                            ResourceClass.of("MEMORY_MB"),
                            InventoryRecord.of(4096),
                            ResourceClass.of("DISK_GB"),
                            new InventoryRecord(100, 0, 1, 100, host < HOSTS - 1 ? 2 : 3, 1)));
        }
        ProviderId puzzle = add(Optional.empty(), "VCPU", 64);
        for (int device = 0; device < DEVICES; device++) {
            add(Optional.of(puzzle), "SRIOV_NET_VF", 8 + device % 7);
        }
        ProviderId above = add(Optional.empty(), "VGPU", 1);
        for (int level = 1; level < LEVELS; level++) {
            above = add(Optional.of(above), "VGPU", 1);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resources=                             | resources",
                "resources=VCPU                         | resources",
                "resources=VCPU:                        | VCPU",
                "resources=VCPU:none                    | VCPU",
                "resources=VCPU:-1                      | VCPU",
                "resources=VCPU:0                       | VCPU",
                "resources=VCPU:1.5                     | VCPU",
                "resources=VCPU:1:2                     | resources",
                "resources=VCPU:1,,                     | resources",
                "resources=NOTHING:1                    | resources",
                "resources=VCPU:1&limit=0               | limit",
                "resources=VCPU:1&limit=-1              | limit",
                "resources=VCPU:1&limit=all             | limit",
                "resources=VCPU:1&limit=                | limit",
                "resources=VCPU:1&required=             | required",
                "resources=VCPU:1&required=!            | required",
                "resources=VCPU:1&required=in:          | required",
                "resources=VCPU:1&required=in:!A        | in:!A",
                "resources=VCPU:1&required=NO_SUCH      | trait",
                "resources=VCPU:1&member_of=rack1       | member_of",
                "resources=VCPU:1&member_of=in:         | member_of",
                "resources=VCPU:1&member_of=!in:x       | member_of",
                "resources=VCPU:1&in_tree=cn1           | in_tree",
                "resources=VCPU:1&root_required=        | required",
                "resources=VCPU:1&root_required=A&root_required=B | root_required",
                "resources=VCPU:1&same_subtree=         | same_subtree",
                "resources=VCPU:1&same_subtree=_A       | same_subtree",
                "resources_A=VCPU:1&resources_B=VCPU:1  | group_policy",
                "resources_A=VCPU:1&group_policy=most   | group_policy",
                "resources_A=VCPU:1&group_policy=       | group_policy",
                "resources=VCPU:1&nonsense=1            | nonsense",
                "resources_%20=VCPU:1                   | resources_ ",
                "resources=VCPU:1&explain=maybe         | explain",
                "resources=VCPU:1&shuffle=much          | shuffle",
                "resources=VCPU:1&required=%FF          | UTF-8",
                "required=HW_CPU_X86_AVX                | resources"
            })
    void namesTheParameterThatIsMalformed(String query, String named) throws Exception {
        HttpResponse<String> answer = get(query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(new ObjectMapper()
                        .readTree(answer.body())
                        .at("/errors/0/detail")
                        .asText())
                .contains(named);
    }

    @Test
    void refusesAnUnknownNameOnlyIfEachGroupBeforeCanBeServed() throws Exception {
        // Only the last host serves the first two groups, so a small budget is spent before the third.
        String groups = "group_policy=none&limit=1&resources_A=DISK_GB:3&resources_B=DISK_GB:9";
        String unknown = "&resources_D=CUSTOM_NO_SUCH:1";
        assertThat(get(groups + "&resources_C=DISK_GB:15" + unknown).statusCode())
                .isEqualTo(400);
        assertThat(candidates(get(groups + "&resources_C=DISK_GB:5" + unknown))).isEmpty();
    }

    @Test
    void takesHugeLimitsForWhatTheyMean() throws Exception {
        for (String limit : new String[] {"2147483647", "9223372036854775808", "9".repeat(1000)}) {
            assertThat(candidates(get("resources=VGPU:1&limit=" + limit))).hasSize(LEVELS);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, none", "8, isolate", "16, none", "64, isolate", "64, none"})
    void answersWhatWouldExplode(int groups, String policy) throws Exception {
        String query = groups(groups, "SRIOV_NET_VF:1") + "&group_policy=" + policy + "&limit=1000";
        assertThat(candidates(get(query))).hasSize(1000);
    }

    @Test
    void answersThousandsOfGroups() throws Exception {
        String query = IntStream.range(0, 3000)
                .mapToObj(group -> "resources" + Integer.toString(group, 36) + "=VGPU:1")
                .collect(Collectors.joining("&"));
        assertThat(candidates(get(query + "&group_policy=none"))).isEmpty();
        HttpResponse<String> explained = get(query + "&group_policy=none&explain=true");
        assertThat(new ObjectMapper()
                        .readTree(explained.body())
                        .at("/explanation/verdict")
                        .asText())
                .isIn("never", "undecided");
    }

    @Test
    void takesLongQueriesAndGivesLongAnswersOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertThat(get(client, "resources=VGPU:1").version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(candidates(get(client, groups(2000, "VGPU:1") + "&group_policy=none")))
                .isEmpty();
        assertThat(candidates(get(client, "resources=MEMORY_MB:1"))).hasSize(HOSTS);
    }

    @Test
    void looksThroughSixtyFourLevels() throws Exception {
        String query = groups(LEVELS, "VGPU:1") + "&group_policy=isolate&limit=10&same_subtree="
                + IntStream.range(0, LEVELS).mapToObj(group -> "_" + group).collect(Collectors.joining(","));
        assertThat(candidates(get(query))).hasSize(10);
    }

    @Test
    void refusesRequestLinesThatNobodyNeeds() throws Exception {
        assertThat(get("resources=VCPU:1&required=" + "A".repeat(70_000)).statusCode())
                .isEqualTo(414);
    }

    @Test
    void sendsAllOfAnAnswerThatIsTooLongToBeHeld() throws Exception {
        HttpResponse<String> answer = get("resources=MEMORY_MB:1");
        assertThat(answer.headers().firstValue("transfer-encoding")).contains("chunked");
        assertThat(answer.headers().firstValue("x-berth-candidates-cut")).isEmpty();
        assertThat(candidates(answer)).hasSize(HOSTS);
    }

    @Test
    void refusesLongAnswersWhileOthersAreSlowToTakeThem() throws Exception {
        Socket[] slow = new Socket[20];
        for (int at = 0; at < slow.length; at++) {
            slow[at] = new Socket();
            slow[at].setReceiveBufferSize(4096);
            slow[at].connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
            slow[at].getOutputStream()
                    .write(("GET /allocation_candidates?resources=MEMORY_MB:1 HTTP/1.1\r\nHost: berth\r\n"
                                    + "x-auth-token: admin\r\nopenstack-api-version: placement 1.39\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        HttpResponse<String> refused = get("resources=MEMORY_MB:1");
        for (int tries = 0; refused.statusCode() != 503 && tries < 100; tries++) {
            Thread.sleep(100);
            refused = get("resources=MEMORY_MB:1");
        }
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(candidates(get("resources=MEMORY_MB:1&limit=10"))).hasSize(10);
        for (Socket socket : slow) {
            socket.close();
        }
        HttpResponse<String> later = get("resources=MEMORY_MB:1");
        for (int tries = 0; later.statusCode() != 200 && tries < 100; tries++) {
            Thread.sleep(100);
            later = get("resources=MEMORY_MB:1");
        }
        assertThat(candidates(later)).hasSize(HOSTS);
    }

    @Test
    void refusesSearchesThatTooManyOthersAreBefore() throws Exception {
        SearchThreads threads = new SearchThreads(1, 1, Duration.ofMinutes(1), 1, 1, meters);
        CountDownLatch hold = new CountDownLatch(1);
        CompletionStage<Answer> first = threads.make(() -> held(hold));
        CompletionStage<Answer> second = threads.make(() -> held(hold));
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ProblemException.class, () -> threads.make(() -> held(hold)))
                        .problem()
                        .status())
                .isEqualTo(503);
        assertThat(refused("queue")).isEqualTo(1);
        assertThat(meters.get("berth.searches.waiting").gauge().value()).isEqualTo(1);
        hold.countDown();
        assertThat(first.toCompletableFuture().get().status()).isEqualTo(204);
        assertThat(second.toCompletableFuture().get().status()).isEqualTo(204);
    }

    @Test
    void makesNoSearchThatHasWaitedTooLong() throws Exception {
        SearchThreads threads = new SearchThreads(1, 1, Duration.ofMillis(500), 1, 1, meters);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        threads.make(() -> {
            started.countDown();
            return held(hold);
        });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        AtomicBoolean isMade = new AtomicBoolean();
        CompletionStage<Answer> late = threads.make(() -> {
            isMade.set(true);
            return Answer.empty(204);
        });
        Thread.sleep(600);
        hold.countDown();
        assertThat(late.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ProblemException.class);
        assertThat(isMade).isFalse();
        assertThat(refused("waited")).isEqualTo(1);
    }

    @Test
    void refusesLongAnswersWhileOthersHoldTooMuchMemory() {
        SearchThreads threads = new SearchThreads(1, 1, Duration.ofMinutes(1), 3, 100, meters);
        Answer first = threads.admit(endless(), 99);
        Answer second = threads.admit(endless(), 1_000);
        assertThat(statusOfRefusal(threads, 1)).isEqualTo(503);
        second.discard();
        threads.admit(endless(), 1).discard();
        first.discard();
        assertThat(threads.admit(Answer.empty(204), 1_000_000).status()).isEqualTo(204);
        threads.admit(endless(), 100);
        assertThat(statusOfRefusal(threads, 1)).isEqualTo(503);
        assertThat(refused("answers")).isEqualTo(2);
    }

    private double refused(String reason) {
        return meters.get("berth.searches.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static int statusOfRefusal(SearchThreads threads, long bytes) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                        ProblemException.class, () -> threads.admit(endless(), bytes))
                .problem()
                .status();
    }

    /** An answer that is too long to be made at once. */
    private static Answer endless() {
        return Answer.inPieces(json -> {
            json.octets(new byte[8192]);
            return true;
        });
    }

    private static Answer held(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Answer.empty(204);
    }

    private static String groups(int groups, String resources) {
        return IntStream.range(0, groups)
                .mapToObj(group -> "resources_" + group + "=" + resources)
                .collect(Collectors.joining("&"));
    }

    private static JsonNode candidates(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("allocation_requests");
    }

    private static HttpResponse<String> get(String query) throws IOException, InterruptedException {
        return get(CLIENT, query);
    }

    private static HttpResponse<String> get(HttpClient client, String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/allocation_candidates?" + query))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static ProviderId add(Optional<ProviderId> parent, String resourceClass, long total) {
        return add(parent, ImmutableSortedMap.of(ResourceClass.of(resourceClass), InventoryRecord.of(total)));
    }

    private static ProviderId add(
            Optional<ProviderId> parent, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        ProviderId id = new ProviderId(new UUID(1, commands));
        decide(new CreateProvider(command(), id, "p" + commands, parent));
        decide(new ReplaceInventories(command(), id, OptionalLong.empty(), inventories));
        return id;
    }

    private static CommandId command() {
        return new CommandId(new UUID(2, ++commands));
    }

    private static void decide(Command command) {
        assertThat(server.decide(Region.DEFAULT, command).outcome().refusal()).isEmpty();
    }
}
