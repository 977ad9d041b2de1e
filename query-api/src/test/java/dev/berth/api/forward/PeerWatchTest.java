package dev.berth.api.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.sender.Senders;
import dev.berth.projector.Address;
import dev.berth.projector.PeerProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that is a server of the test's, whose connections and port the test closes. */
class PeerWatchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** For how long nothing must come of something: some tries, and the next question. */
    private static final Duration QUIET = Duration.ofMillis(1_200);

    private static final PeerProcess FIRST = new PeerProcess("berth-1-a", List.of("berth-projector-x-1"));
    private static final PeerProcess SECOND = new PeerProcess("berth-1-b", List.of("berth-projector-x-1"));

    private final Vertx vertx = Vertx.vertx();
    private final List<PeerProcess> ended = new CopyOnWriteArrayList<>();
    private final Set<PeerProcess> seen = new CopyOnWriteArraySet<>();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<PeerProcess> named = Optional.of(FIRST);
    private volatile boolean isMute;
    private HttpServer server;
    private Address address;
    private PeerWatch watch;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            address = new Address("127.0.0.1", socket.getLocalPort());
        }
        listen();
        watch = new PeerWatch(vertx, () -> Set.of(address), listener(), Senders.LOCAL).start();
        awaitAsked(1);
    }

    private PeerWatch.Listener listener() {
        return new PeerWatch.Listener() {
            @Override
            public void named(Address address, PeerProcess process) {
                seen.add(process);
            }

            @Override
            public void ended(PeerProcess process) {
                ended.add(process);
            }
        };
    }

    private void listen() {
        server = vertx.createHttpServer().connectionHandler(connections::add).requestHandler(request -> {
            if (!isMute) {
                named.ifPresentOrElse(
                        process -> request.response().putHeader(PeerWatch.PROCESS, process.text()),
                        () -> request.response().putHeader(PeerWatch.LEAVING, "true"));
                request.response().end();
                asked.incrementAndGet();
            }
        });
        await(server.listen(address.port(), address.host()));
    }

    @AfterEach
    void stop() {
        watch.close();
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    /** So many more answers; one more may have been sent but not been read yet. */
    private void awaitAsked(int more) {
        int before = asked.get();
        Awaitility.await().atMost(TIMEOUT).until(() -> asked.get() > before + more);
    }

    private static void waitInVain() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(QUIET.toMillis());
    }

    @Test
    void saysOnceThatAProcessHasEndedWhoseConnectionIsGoneAndWhosePortRefuses() throws Exception {
        await(server.close());
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ended).containsExactly(FIRST));
        waitInVain();
        assertThat(ended).containsExactly(FIRST);
    }

    @Test
    void saysNothingWhereOnlyTheConnectionBreaks() throws Exception {
        int before = connections.size();
        connections.forEach(HttpConnection::close);
        Awaitility.await().atMost(TIMEOUT).until(() -> connections.size() > before);
        awaitAsked(1);
        assertThat(ended).isEmpty();
    }

    @Test
    void saysNothingOfAPeerThatDoesNotAnswer() throws Exception {
        isMute = true;
        int before = connections.size();
        connections.forEach(HttpConnection::close);
        Awaitility.await().atMost(TIMEOUT).until(() -> connections.size() > before);
        waitInVain();
        assertThat(ended).isEmpty();
    }

    @Test
    void saysNothingOfAPeerThatStopsInOrder() throws Exception {
        assertThat(watch.isLeaving(address)).isFalse();
        named = Optional.empty();
        Awaitility.await().atMost(TIMEOUT).until(() -> watch.isLeaving(address));
        await(server.close());
        waitInVain();
        assertThat(ended).isEmpty();
        assertThat(watch.isLeaving(address)).isFalse();
    }

    @Test
    void seesTheNextProcessAtTheSameAddressEndToo() {
        await(server.close());
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ended).containsExactly(FIRST));
        named = Optional.of(SECOND);
        listen();
        awaitAsked(1);
        await(server.close());
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ended).containsExactly(FIRST, SECOND));
        assertThat(seen).containsExactly(FIRST, SECOND);
    }

    @Test
    void asksAPeerAgainToWhichNoWayCouldBeOpenedForWantOfMemory() {
        watch.close();
        PeerCalls calls = new PeerCalls(vertx, Senders.LOCAL, 1);
        AtomicInteger opened = new AtomicInteger();
        Function<Address, Future<HttpClientRequest>> ways = peer -> {
            if (opened.getAndIncrement() == 0) {
                throw new OutOfMemoryError("Made for a test.");
            }
            return calls.connect(peer, HttpMethod.GET, "/livez", 1_000);
        };
        watch = new PeerWatch(vertx, () -> Set.of(address), listener(), ways, calls::close).start();
        awaitAsked(1);
        assertThat(opened).hasValueGreaterThan(1);
    }

    @Test
    void believesNoRefusalOfAProcessThatLivedOnAfterOne() throws Exception {
        await(server.close());
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ended).containsExactly(FIRST));
        listen();
        awaitAsked(1);
        await(server.close());
        waitInVain();
        assertThat(ended).containsExactly(FIRST);
    }
}
