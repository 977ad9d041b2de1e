package dev.berth.agent.placement;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** As much of a Placement as one provider with traits needs. Its writes of traits fail when they are told to. */
final class TestingPlacement implements AutoCloseable {
    private static final String NOTHING = "{}";

    /** What becomes of the next writes of traits. */
    enum Writes {
        DONE,
        FAILED,
        /** They are done, and the answer says otherwise. */
        DONE_UNHEARD
    }

    private final String provider;
    private final HttpServer server;
    private volatile Writes writes = Writes.DONE;
    private volatile Set<String> traits = Set.of();

    /** @param name of the one provider, which has no inventories */
    TestingPlacement(String provider, String name) {
        this.provider = provider;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String path = "/resource_providers/" + provider;
        answers("/", "{\"versions\": [{\"max_version\": \"1.39\"}]}");
        answers("/traits", NOTHING);
        answers("/resource_classes", NOTHING);
        answers(
                "/resource_providers",
                "{\"resource_providers\": [{\"uuid\": \"%s\", \"name\": \"%s\"}]}".formatted(provider, name));
        answers(path + "/inventories", NOTHING);
        server.createContext(path + "/traits", this::serveTraits);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void set(Writes now) {
        writes = now;
    }

    Set<String> traits() {
        return traits;
    }

    void setTraits(Set<String> now) {
        traits = now;
    }

    private void answers(String path, String body) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, 200, body);
        });
    }

    private void serveTraits(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        if (exchange.getRequestMethod().equals("PUT")) {
            if (writes != Writes.FAILED) {
                Set<String> sent = new TreeSet<>();
                BoundedJson.mapper().readTree(body).path("traits").forEach(trait -> sent.add(trait.asText()));
                traits = sent;
            }
            status = writes == Writes.DONE ? 200 : 503;
        }
        answer(
                exchange,
                status,
                traits.stream()
                        .map(trait -> '"' + trait + '"')
                        .collect(
                                Collectors.joining(", ", "{\"resource_provider_generation\": 1, \"traits\": [", "]}")));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
