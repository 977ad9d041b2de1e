package dev.berth.simulator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls of the Placement API, each sent once. Thread-safe. */
final class HttpCalls {
    private static final String MICROVERSION = "placement 1.36";
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final Pattern MILLISECONDS = Pattern.compile("(\\d{1,9})ms");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();
    private final Duration answerMax;

    /** @param answerMax how long an answer is waited for */
    HttpCalls(Duration answerMax) {
        this.answerMax = answerMax;
    }

    Answer get(URI door, String region, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send(request(door, region, path, headers).GET());
    }

    Answer send(
            URI door, String method, String region, String path, Optional<JsonNode> body, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send(request(door, region, path, headers)
                .header("content-type", "application/json")
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofString(json.toString()))
                                .orElse(BodyPublishers.noBody())));
    }

    private HttpRequest.Builder request(URI door, String region, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.resolve("/regions/" + region + path))
                .timeout(answerMax)
                .header("accept", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", MICROVERSION);
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        JsonNode body = body(response.body());
        return new Answer(
                response.statusCode(),
                body,
                body.path("errors").path(0).path("code").asText(),
                response.headers().firstValue("x-berth-position"),
                response.headers().firstValue("x-berth-staleness").flatMap(HttpCalls::milliseconds));
    }

    private static JsonNode body(byte[] bytes) {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<Long> milliseconds(String text) {
        Matcher matcher = MILLISECONDS.matcher(text);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }
}
