package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that answers what another one does, and takes nothing that it is told: that is answered with 500. */
public final class DeafService implements AutoCloseable {
    private static final int BROKEN = 500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI other;
    private final String token;
    private final HttpServer server;
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean isFailing;

    /** @param token for the other one */
    public DeafService(URI other, String token) throws IOException {
        this.other = other;
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often it was told anything. */
    public int told() {
        return told.get();
    }

    /** Has it answer nothing any more. */
    public void failAtAll() {
        isFailing = true;
    }

    /** What the other one was told. */
    public JsonNode verified() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get("/audit/verified").body());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isRead = exchange.getRequestMethod().equals("GET");
            if (!isRead) {
                told.incrementAndGet();
            }
            if (!isRead || isFailing) {
                exchange.sendResponseHeaders(BROKEN, -1);
                return;
            }
            HttpResponse<byte[]> answer = get(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(other.resolve(path))
                        .header("x-auth-token", token)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
