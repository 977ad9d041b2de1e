package dev.berth.auditor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.Uuid;

/**
 * A running service, asked over HTTP: {@code /audit/regions} and {@code /regions/{region}/audit/digest},
 * and each of its instances at {@code /audit/stores} and {@code /audit/verified}. Thread-safe.
 */
public final class HttpLiveService implements LiveService {
    /** A digest takes time in proportion to the region. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** All rows are read for the sums of the stores. */
    private static final Duration STORES_TIMEOUT = Duration.ofMinutes(10);

    /** Nobody waits for it, so an instance that does not take it at once is left out. */
    private static final Duration TELL_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration TELL_ALL_TIMEOUT = Duration.ofSeconds(10);

    private static final String VERIFIED = "/audit/verified";

    private static final ObjectMapper JSON = BoundedJson.mapper();

    /** What an instance would say that names no others. */
    private static final JsonNode TOLD_OLDER = JSON.createObjectNode().set("instances", JSON.createArrayNode());

    /** How long a region may be without a service, because it moves to another instance. */
    private static final Duration ABSENCE_MAX = Duration.ofSeconds(15);

    private final HttpClient client;
    private final String base;
    private final Optional<String> token;
    private final Duration absenceMax;

    /**
     * @param base the service's base URL
     * @param token what to send as X-Auth-Token
     */
    public HttpLiveService(URI base, Optional<String> token) {
        this(base, token, ABSENCE_MAX, usual().build());
    }

    /** @param trust the authorities to trust, for a URL of https */
    public HttpLiveService(URI base, Optional<String> token, SSLContext trust) {
        this(base, token, ABSENCE_MAX, usual().sslContext(trust).build());
    }

    HttpLiveService(URI base, Optional<String> token, Duration absenceMax) {
        this(base, token, absenceMax, usual().build());
    }

    private HttpLiveService(URI base, Optional<String> token, Duration absenceMax, HttpClient client) {
        this.client = client;
        this.base = CharMatcher.is('/').trimTrailingFrom(base.toString());
        this.token = token;
        this.absenceMax = absenceMax;
    }

    private static HttpClient.Builder usual() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL);
    }

    @Override
    public SortedSet<Region> regions() {
        JsonNode body = get("/audit/regions");
        ImmutableSortedSet.Builder<Region> regions = ImmutableSortedSet.naturalOrder();
        for (JsonNode region : required(body, "regions")) {
            regions.add(new Region(region.asText()));
        }
        return regions.build();
    }

    static Optional<LogMark> mark(JsonNode partition) {
        return partition.path("sha256").isTextual()
                ? Optional.of(new LogMark(
                        Uuid.fromString(required(partition, "topic_id").asText()),
                        required(partition, "offset").asLong(),
                        partition.get("sha256").asText()))
                : Optional.empty();
    }

    @Override
    public LiveStores stores() {
        return new StoresOfAll(base, (from, path) -> get(from, path, STORES_TIMEOUT)).ask();
    }

    /**
     * Tells every instance what a verify came to, within some seconds. One of an older version, which cannot be told,
     * is no fault.
     *
     * @return by address why an instance could not be told; by the base URL if none could
     */
    public ImmutableSortedMap<String, String> tell(VerifyNotice notice) {
        String body = notice.json();
        long untilNs = System.nanoTime() + TELL_ALL_TIMEOUT.toNanos();
        try {
            return new EachInstance(base).ask(instance -> {
                if (System.nanoTime() - untilNs >= 0) {
                    throw new AuditFailedException("no time was left after the others");
                }
                return tell(instance, body);
            });
        } catch (AuditFailedException e) {
            return ImmutableSortedMap.of(base, e.getMessage());
        }
    }

    private JsonNode tell(String instance, String body) {
        HttpRequest request = request(instance, VERIFIED, TELL_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return exchange(instance, () -> {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 404, 405 -> TOLD_OLDER;
                case 403 ->
                    throw new AuditFailedException(
                            "the token is not allowed berth:audit:verified; one of the role auditor is");
                default -> read(instance, VERIFIED, response);
            };
        });
    }

    @Override
    public List<LivePartition> partitions() {
        List<LivePartition> partitions = new ArrayList<>();
        for (JsonNode each : get("/audit/regions").path("partitions")) {
            Optional<LogMark> mark = mark(each);
            JsonNode fault = each.path("fault");
            partitions.add(new LivePartition(
                    required(each, "partition").asInt(),
                    mark,
                    fault.isTextual() ? Optional.of(fault.asText()) : Optional.empty()));
        }
        return List.copyOf(partitions);
    }

    @Override
    public LiveState state(Region region) {
        return state(get("/regions/" + region.name() + "/audit/digest"));
    }

    static LiveState state(JsonNode body) {
        ImmutableSortedMap.Builder<String, String> sections = ImmutableSortedMap.naturalOrder();
        JsonNode digest = required(required(body, "digest"), "sections");
        digest.properties()
                .forEach(section ->
                        sections.put(section.getKey(), section.getValue().asText()));
        JsonNode stopped = body.path("stopped");
        return new LiveState(
                required(body, "decided").asLong(),
                sections.build(),
                stopped.isObject() ? OptionalLong.of(required(stopped, "offset").asLong()) : OptionalLong.empty());
    }

    private JsonNode get(String path) {
        return get(base, path, TIMEOUT);
    }

    private JsonNode get(String from, String path, Duration timeout) {
        HttpRequest request = request(from, path, timeout).build();
        return exchange(from, () -> {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            PollDeadline left = new PollDeadline(absenceMax);
            while (response.statusCode() == 503 && left.isLeft()) {
                response = client.send(request, HttpResponse.BodyHandlers.ofString());
            }
            return read(from, path, response);
        });
    }

    private HttpRequest.Builder request(String from, String path, Duration timeout) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(from + path));
        } catch (IllegalArgumentException e) {
            // What instances name comes from their settings, where a name may have an underscore.
            throw new AuditFailedException("expected an address to ask at but got " + Printable.of(from), e);
        }
        token.ifPresent(value -> request.header("X-Auth-Token", value));
        return request.timeout(timeout).header("Accept", "application/json");
    }

    private static JsonNode read(String from, String path, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AuditFailedException("expected 200 from " + from + path + " but got " + response.statusCode()
                    + ": " + Printable.of(reason(response.body())));
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AuditFailedException(
                    "expected JSON from " + from + path + " but got " + Printable.of(FailureWords.of(e)), e);
        }
    }

    /** Requests to an instance, and what came of them. */
    private interface Exchange {
        JsonNode make() throws IOException, InterruptedException;
    }

    private static JsonNode exchange(String from, Exchange exchange) {
        try {
            return exchange.make();
        } catch (IOException e) {
            throw new AuditFailedException("cannot reach the service at " + from + ": " + FailureWords.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditFailedException("interrupted while asking " + from, e);
        }
    }

    /** What an error of the API says to people, in one line; the whole body of anything else. */
    private static String reason(String body) {
        try {
            String detail =
                    JSON.readTree(body).path("errors").path(0).path("detail").asText("");
            return detail.isBlank() ? body : detail.strip().replaceAll("\\s+", " ");
        } catch (JsonProcessingException notJson) {
            return body;
        }
    }

    static JsonNode required(JsonNode body, String field) {
        if (!body.has(field)) {
            throw new AuditFailedException(
                    "expected the field " + field + " in the service's answer but got " + Printable.of(body));
        }
        return body.get(field);
    }
}
