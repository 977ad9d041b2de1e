package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.PromQuery.Selector;
import dev.berth.cli.TraceCollector.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What a real service tells of itself: its measurements, its log, and its traces. It has served a little of each. */
@EnabledIfSystemProperty(named = "faults", matches = "true")
class TelemetryOfAServiceTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String ABOVE = "b7ad6b7169203331";
    private static final String PROVIDER = "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7b01";
    private static final String CONSUMER = "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7b02";

    /** What is measured only with a Keystone, while stores are restored, or once there was a collection or a verify. */
    private static final Set<String> SOMETIMES = Set.of(
            "berth_keystone_calls_seconds",
            "berth_keystone_outage_believed_total",
            "berth_keystone_tokens",
            "berth_last_verified_differences",
            "berth_last_verified_timestamp_seconds",
            "berth_partition_restoring_records",
            "jvm_gc_pause_seconds");

    private static final Set<String> ADDED = Set.of("instance", "job");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path dir;

    private static TraceCollector collector;
    private static BerthProcess up;
    private static String scrape;

    @BeforeAll
    static void serve() throws Exception {
        collector = new TraceCollector();
        up = BerthProcess.begin(
                        dir.resolve("data"),
                        "up",
                        "--port",
                        "0",
                        "--kafka-port",
                        "0",
                        "--registry-port",
                        "0",
                        "--access-log",
                        "--log-format",
                        "json",
                        "--trace-to",
                        collector.url().toString(),
                        "--shape",
                        "small=resources=VCPU:1")
                .awaitReady();
        send("POST", "/resource_providers", "{\"name\": \"p\\\"1\", \"uuid\": \"" + PROVIDER + "\"}", 200);
        send(
                "PUT",
                "/resource_providers/" + PROVIDER + "/inventories",
                "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": 8}}}",
                200);
        claim(100, 409);
        claim(2, 204);
        send("GET", "/allocation_candidates?resources=VCPU:1", "", 200);
        send("GET", "/allocation_candidates?resources=VCPU:1&limit=100000", "", 200);
        Run agent = Run.of(
                "agent", "--once", "--host-name", "cn1", "--url", up.url().toString(), "--token", "admin");
        assertThat(agent.status()).as(agent.err()).isZero();
        // Hosts are counted twice a minute.
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.SECONDS)
                .until(() -> {
                    scrape = send("GET", "/metrics", "", 200).body();
                    return scrape.contains("berth_hosts{heard=\"recent\",region=\"default\"} 1.0")
                            && scrape.contains("berth_class_used{class=\"VCPU\",region=\"default\"} 2.0");
                });
    }

    @AfterAll
    static void stop() {
        up.close();
        collector.close();
    }

    private static void claim(int amount, int status) throws Exception {
        send(
                "PUT",
                "/allocations/" + CONSUMER,
                "{\"allocations\": {\"" + PROVIDER + "\": {\"resources\": {\"VCPU\": " + amount
                        + "}}}, \"consumer_generation\": null, \"project_id\": \"p\", \"user_id\": \"u\","
                        + " \"consumer_type\": \"INSTANCE\"}",
                status);
    }

    /**
     * On a machine that is busy the service may not have heard of Kafka for a second, or may not know in time what came
     * of a write. A write has a key, so that it is done once.
     */
    private static HttpResponse<String> send(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        HttpRequest request = request(method, path, body);
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        for (int i = 0; i < 60 && answer.statusCode() == 503; i++) {
            TimeUnit.MILLISECONDS.sleep(500);
            answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private static HttpRequest request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(up.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .header("traceparent", "00-" + TRACE + "-" + ABOVE + "-01");
        if (!method.equals("GET")) {
            request.header("idempotency-key", UUID.randomUUID().toString());
        }
        return request.build();
    }

    @Test
    void measuresWhatThePageListsAndNothingElse() throws IOException {
        MeasuredSeries measured = MeasuredSeries.of(scrape);
        Map<String, MetricsPage.Family> listed = MetricsPage.families();

        Set<String> expected = new TreeSet<>(listed.keySet());
        expected.removeAll(SOMETIMES);
        Set<String> families = new TreeSet<>(measured.types().keySet());
        families.removeAll(SOMETIMES);
        // Of each timer its longest time of late is shown too.
        families.removeIf(family -> family.endsWith("_seconds_max")
                && listed.containsKey(family.substring(0, family.length() - "_max".length())));
        assertThat(families).isEqualTo(expected);

        assertThat(measured.types()).allSatisfy((family, type) -> {
            if (expected.contains(family)) {
                assertThat(type).as(family).isEqualTo(listed.get(family).type());
                assertThat(measured.labelsOfFamily(family))
                        .as(family)
                        .isEqualTo(listed.get(family).labels());
            }
        });
    }

    @Test
    void satisfiesPromtool() throws Exception {
        assumeTrue(
                Promtool.isThere(),
                "promtool is not installed; it comes with Prometheus, as the package prometheus of Debian");
        Promtool.Result own = Promtool.run(dir, scrape, "check", "metrics");
        assertThat(own.output()).isEmpty();
        assertThat(own.status()).isZero();
        String hosts = send("GET", "/metrics/hosts", "", 200).body();
        assertThat(hosts)
                .contains("berth_host_used{class=\"VCPU\",host=\"p", "berth_host_heard_age_seconds{host=\"cn1\"");
        assertThat(Promtool.run(dir, hosts, "check", "metrics").output()).isEmpty();
    }

    @Test
    void showsWhatKafkaClientsMeasureOnlyIfThatIsAskedFor() throws Exception {
        assertThat(scrape).doesNotContain("kafka_");
        assertThat(send("GET", "/metrics?kafka=true", "", 200).body())
                .contains("kafka_consumer_", "kafka_stream_", "berth_decisions_total");
    }

    @Test
    void hasWhatEveryRuleAndPanelAsksFor() throws IOException {
        MeasuredSeries measured = MeasuredSeries.of(scrape);
        Map<String, String> records = MonitoringFiles.records();
        List<String> missing = new ArrayList<>();
        for (String query : MonitoringFiles.queries()) {
            for (Selector selector : PromQuery.of(query).selectors()) {
                String metric = selector.metric();
                if (metric.equals("up")
                        || records.containsKey(metric)
                        || SOMETIMES.stream().anyMatch(metric::startsWith)) {
                    continue;
                }
                if (!measured.has(metric)) {
                    missing.add(metric + " in " + query);
                }
                Map<String, Set<String>> labels = new HashMap<>(measured.labels(metric));
                ADDED.forEach(label -> labels.put(label, Set.of("$instance", "berth")));
                selector.others().stream()
                        .filter(label -> !labels.containsKey(label))
                        .forEach(label -> missing.add(label + " of " + metric + " in " + query));
                selector.equal().forEach((label, value) -> {
                    if (!labels.getOrDefault(label, Set.of()).contains(value)) {
                        missing.add(label + "=" + value + " of " + metric + " in " + query);
                    }
                });
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void countsWhatItHasDone() {
        assertThat(scrape)
                .contains(
                        "berth_decisions_total{kind=\"claim_allocations\",refusal=\"none\"} 1.0",
                        "berth_decisions_total{kind=\"claim_allocations\",refusal=\"capacity_exceeded\"} 1.0",
                        "berth_command_reply_seconds_count{outcome=\"refused\"} 1",
                        "berth_searches_total{size=\"small\"} 1.0",
                        "berth_searches_total{size=\"large\"} 1.0",
                        "berth_hosts_heard_age{age=\"under_1m\",region=\"default\"} 1.0",
                        "berth_partitions{ready=\"true\",state=\"served\"} 1.0",
                        "berth_partition_lag_records{partition=\"0\"} 0.0")
                .containsPattern("berth_build_info\\{java=\"[^\"]+\",version=\"[0-9][^\"]+\"} 1")
                .containsPattern("berth_http_requests_seconds_bucket\\{route=\"PUT /allocations/\\{consumer_uuid}\","
                        + "status=\"204\",le=\"[0-9.]+\"} 1");
    }

    @Test
    void followsAClaimThroughTheLogAndBack() {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> named("PUT /allocations/{consumer_uuid}").size() == 2);
        for (Span request : named("PUT /allocations/{consumer_uuid}")) {
            assertThat(request.trace()).isEqualTo(TRACE);
            assertThat(request.parent()).isEqualTo(ABOVE);
            Map<String, Span> steps = collector.spans().stream()
                    .filter(span -> span.parent().equals(request.id()))
                    .collect(Collectors.toMap(Span::name, span -> span));
            assertThat(steps).containsOnlyKeys("append", "decide", "reply");
            assertThat(steps.get("append").texts())
                    .containsEntry("berth.command.kind", "claim_allocations")
                    .containsEntry("berth.region", "default");
            assertThat(request.start()).isLessThanOrEqualTo(steps.get("append").start());
            assertThat(steps.get("append").end())
                    .isLessThanOrEqualTo(steps.get("decide").end());
            assertThat(steps.get("decide").end())
                    .isLessThanOrEqualTo(steps.get("reply").end());
            assertThat(steps.get("reply").end()).isLessThanOrEqualTo(request.end());
        }
        assertThat(collector.spans())
                .filteredOn(span -> span.name().equals("decide"))
                .extracting(span -> span.texts().get("berth.refusal"))
                .contains("none", "capacity_exceeded");
    }

    private static List<Span> named(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }

    @Test
    void logsOneObjectALineAndEachRequestWithItsId() throws Exception {
        HttpResponse<String> answer = send("GET", "/resource_providers?name=%0a%1b", "", 200);
        String id = answer.headers().firstValue("x-openstack-request-id").orElseThrow();
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> up.log().contains(id));

        assertThat(up.log().lines()).allSatisfy(line -> assertThat(line).startsWith("{"));
        List<JsonNode> lines = new ArrayList<>();
        for (String line : up.log().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        Optional<JsonNode> access = lines.stream()
                .filter(line -> line.path("request").asText().equals(id))
                .findFirst();
        assertThat(access).isPresent();
        assertThat(access.get().path("logger").asText()).isEqualTo("berth.access");
        assertThat(access.get().path("method").asText()).isEqualTo("GET");
        assertThat(access.get().path("route").asText()).isEqualTo("/resource_providers");
        assertThat(access.get().path("status").asInt()).isEqualTo(200);
        assertThat(access.get().path("user").asText()).isEqualTo("admin");
        assertThat(access.get().path("bytes").asInt()).isPositive();
        assertThat(access.get().path("trace").asText()).isEqualTo(TRACE);
        assertThat(access.get().path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
    }

    /** What Berth itself warns of may be so, on a machine that is busy. */
    @Test
    void startsWithoutAFalseAlarmOfALibrary() throws IOException {
        List<String> loud = new ArrayList<>();
        for (String line : up.log().lines().toList()) {
            JsonNode event = JSON.readTree(line);
            String level = event.path("level").asText();
            boolean isLoud = level.equals("WARN") || level.equals("ERROR");
            if (isLoud && !event.path("logger").asText().startsWith("dev.berth.")) {
                loud.add(line);
            }
        }
        assertThat(loud).isEmpty();
    }
}
