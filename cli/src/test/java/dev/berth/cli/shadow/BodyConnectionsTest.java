package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls to a server that leaves the bodies of some unread, and takes what is left for the next call. */
class BodyConnectionsTest {
    private static final Buffer BODY = Buffer.buffer("{\"resource_provider_generation\": 0}");

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger opened = new AtomicInteger();
    private ServerSocket listening;
    private ServiceConnections connections;

    @BeforeEach
    void start() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
        connections = new ServiceConnections(
                vertx,
                URI.create("http://127.0.0.1:" + listening.getLocalPort()),
                Optional.empty(),
                8,
                Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        listening.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                opened.incrementAndGet();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** As a bare WSGI server does: it answers as soon as the application has. */
    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int length = 0;
                boolean isLast = false;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    String lower = header.toLowerCase(Locale.ROOT);
                    length = lower.startsWith("content-length:")
                            ? Integer.parseInt(lower.substring(15).strip())
                            : length;
                    isLast |= lower.equals("connection: close");
                }
                boolean isCall = line.endsWith(" HTTP/1.1");
                boolean isRefused = line.contains("refused");
                if (isCall && !isRefused && !line.contains("/traits/")) {
                    in.readNBytes(length);
                }
                String status = !isCall ? "400 Bad Request" : isRefused ? "409 Conflict" : "200 OK";
                socket.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\ncontent-length: 2\r\n\r\n{}")
                                .getBytes(StandardCharsets.US_ASCII));
                if (isLast) {
                    return;
                }
            }
        } catch (IOException gone) {
            // So is the call.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private int call(String method, String path, boolean hasBody) throws Exception {
        return connections
                .open(method, path, MultiMap.caseInsensitiveMultiMap(), hasBody)
                .compose(call -> hasBody ? call.send(BODY) : call.send())
                .compose(answer -> answer.body().map(body -> answer))
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsAConnectionWhoseBodiesAreRead() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(call("PUT", "/resource_providers/a/inventories", true)).isEqualTo(200);
            assertThat(call("POST", "/allocations", true)).isEqualTo(200);
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void leavesTheConnectionsOfOtherCallsAlone() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(call("PUT", "/allocations/c", true)).isEqualTo(200);
            assertThat(call("DELETE", "/allocations/c", false)).isEqualTo(200);
            assertThat(call("GET", "/resource_providers", false)).isEqualTo(200);
        }
        assertThat(opened).as("one with bodies, one without").hasValue(2);
    }

    @Test
    void usesNoConnectionAgainInWhichABodyMayBeLeft() throws Exception {
        for (int i = 1; i <= 5; i++) {
            assertThat(call("PUT", "/allocations/refused", true)).isEqualTo(409);
            assertThat(call("PUT", "/traits/CUSTOM_A", true)).isEqualTo(200);
            assertThat(opened).hasValue(2 * i);
        }
        assertThat(call("PUT", "/allocations/c", true)).isEqualTo(200);
    }

    @Test
    void usesNoConnectionAgainThatLayUnusedForLong() throws Exception {
        assertThat(call("PUT", "/allocations/c", true)).isEqualTo(200);
        TimeUnit.MILLISECONDS.sleep(1_200);
        assertThat(call("PUT", "/allocations/c", true)).isEqualTo(200);
        assertThat(opened).hasValue(2);
    }
}
