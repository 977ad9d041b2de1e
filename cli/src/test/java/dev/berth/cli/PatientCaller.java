package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Calls a service as a client should: what is answered 503 is sent again, a write with its key, so that it is done
 * once. For tests of what is in a log in the end, on machines that do much else.
 */
public final class PatientCaller {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int UNAVAILABLE = 503;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI url;

    public PatientCaller(URI url) {
        this.url = url;
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(send(HttpRequest.newBuilder(URI.create(url + path)).GET())
                        .body());
    }

    /** The status of the answer. */
    public int put(String path, JsonNode body) throws IOException, InterruptedException {
        return write("PUT", path, body);
    }

    /** The status of the answer. */
    public int post(String path, JsonNode body) throws IOException, InterruptedException {
        return write("POST", path, body);
    }

    private int write(String method, String path, JsonNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, BodyPublishers.ofString(body.toString()))
                        .header("content-type", "application/json")
                        .header("idempotency-key", UUID.randomUUID().toString()))
                .statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .timeout(PATIENCE)
                .build();
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == UNAVAILABLE && System.nanoTime() - untilNs < 0) {
            TimeUnit.MILLISECONDS.sleep(200);
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }
}
