package dev.berth.api.forward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** One instance's API, as a client of Placement comes in by it. */
record Door(int port) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> put(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Makes a provider with so many VCPUs. */
    void provide(String prefix, UUID provider, int vcpus) {
        expect(
                200,
                post(
                        prefix + "/resource_providers",
                        "{\"name\": \"" + provider + "\", \"uuid\": \"" + provider + "\"}"));
        expect(
                200,
                put(
                        prefix + "/resource_providers/" + provider + "/inventories",
                        "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": " + vcpus
                                + "}}}"));
    }

    /** Claims one VCPU for a new consumer. */
    HttpResponse<String> claim(String prefix, UUID consumer, UUID provider, String... headers) {
        return put(
                prefix + "/allocations/" + consumer,
                "{\"allocations\": {\"" + provider
                        + "\": {\"resources\": {\"VCPU\": 1}}}, \"consumer_generation\": null,"
                        + " \"project_id\": \"p\", \"user_id\": \"u\"}",
                headers);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.30");
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + request.build(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    "expected " + status + " but got " + answer.statusCode() + ": " + answer.body());
        }
    }
}
