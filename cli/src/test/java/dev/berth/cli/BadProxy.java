package dev.berth.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a Placement and spoils its answers, as a test has it. Any thread. */
public final class BadProxy implements AutoCloseable {
    /** What becomes of an answer. */
    public interface Fault {
        /** The body to send instead; null closes the connection. */
        Answer spoil(String method, String path, Answer answer) throws InterruptedException;
    }

    public record Answer(int status, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String to;
    private final Fault fault;
    private final boolean knowsKeys;
    private final AtomicInteger posts = new AtomicInteger();

    public BadProxy(String to, Fault fault) throws IOException {
        this(to, fault, true);
    }

    private BadProxy(String to, Fault fault, boolean knowsKeys) throws IOException {
        this.to = to;
        this.fault = fault;
        this.knowsKeys = knowsKeys;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    /** The same before a Berth that is to know no Idempotency-Key, as a Placement does not. */
    public static BadProxy withoutKeys(String to, Fault fault) throws IOException {
        return new BadProxy(to, fault, false);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Calls of the method POST that have come, with their bodies or without them yet. */
    public int posts() {
        return posts.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            posts.incrementAndGet();
        }
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(to + exchange.getRequestURI().toString()))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            for (String name :
                    new String[] {"x-auth-token", "openstack-api-version", "content-type", "accept", "idempotency-key"
                    }) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null && (knowsKeys || !name.equals("idempotency-key"))) {
                    request.header(name, value);
                }
            }
            HttpResponse<String> got = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Answer answer = fault.spoil(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    new Answer(got.statusCode(), got.body()));
            if (answer == null) {
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
