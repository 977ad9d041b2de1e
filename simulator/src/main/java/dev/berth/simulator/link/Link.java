package dev.berth.simulator.link;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Passes on all that comes to one port of 127.0.0.1 to another, until it is cut or silenced. What is on its way while
 * it is silent arrives afterwards, as in a network that was away for a while. Thread-safe.
 */
public final class Link implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final NetClient client;
    private final int target;
    private final NetServer server;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private volatile State state = State.WHOLE;
    private volatile Optional<FailingRequest> failing = Optional.empty();

    private enum State {
        WHOLE,
        CUT,
        SILENT
    }

    private Link(Vertx vertx, int port, int target) {
        this.vertx = vertx;
        this.client = vertx.createNetClient();
        this.target = target;
        this.server = vertx.createNetServer(
                        new NetServerOptions().setHost(HOST).setPort(port).setTcpNoDelay(true))
                .connectHandler(this::connect);
    }

    /** A link from one port to another, where somebody may listen later. */
    public static Link open(Vertx vertx, int port, int target) {
        Link link = new Link(vertx, port, target);
        try {
            link.server
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("expected to listen on port " + port, e);
        }
        return link;
    }

    public int port() {
        return server.actualPort();
    }

    /** Breaks all connections, and each new one as soon as it is made. */
    public void cut() {
        state = State.CUT;
        pairs.forEach(Pair::close);
    }

    /** Lets nothing through any more, and keeps the connections. */
    public void silence() {
        state = State.SILENT;
        pairs.forEach(Pair::pause);
    }

    /** Passes everything on again. */
    public void mend() {
        state = State.WHOLE;
        failing = Optional.empty();
        pairs.forEach(Pair::resume);
    }

    /** Has one request of the client's fail when its time has come; several links may share it. */
    public void fail(FailingRequest request) {
        failing = Optional.of(request);
    }

    private void connect(NetSocket near) {
        if (state == State.CUT) {
            near.close();
            return;
        }
        near.pause();
        client.connect(target, HOST).onComplete(far -> new Pair(near, far).begin(), nobody -> near.close());
    }

    @Override
    public void close() {
        state = State.CUT;
        pairs.forEach(Pair::close);
        server.close();
        client.close();
    }

    /** One connection, from both sides. */
    private final class Pair {
        private static final long ANSWER_LOST_AFTER_MS = 200;

        private final NetSocket near;
        private final NetSocket far;
        private final KafkaFrames frames = new KafkaFrames();
        private boolean isMute;

        Pair(NetSocket near, NetSocket far) {
            this.near = near;
            this.far = far;
        }

        void begin() {
            pairs.add(this);
            near.closeHandler(ended -> close());
            far.closeHandler(ended -> close());
            far.handler(buffer -> {
                if (!isMute) {
                    pass(far, near, buffer);
                }
            });
            near.handler(this::send);
            if (state == State.CUT) {
                close();
            } else if (state == State.SILENT) {
                pause();
            } else {
                near.resume();
            }
        }

        private void send(Buffer buffer) {
            Optional<FailingRequest> fault = failing;
            boolean isIt = frames.passes(
                    buffer, key -> fault.isPresent() && fault.get().isIt(key));
            if (isIt && fault.get().moment() == FailingRequest.Moment.BEFORE) {
                close();
                return;
            }
            pass(near, far, buffer);
            if (isIt) {
                isMute = true;
                vertx.setTimer(ANSWER_LOST_AFTER_MS, late -> close());
            }
        }

        private void pass(NetSocket from, NetSocket to, Buffer buffer) {
            to.write(buffer);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> {
                    if (state != State.SILENT) {
                        from.resume();
                    }
                });
            }
        }

        void pause() {
            near.pause();
            far.pause();
        }

        void resume() {
            near.resume();
            far.resume();
        }

        void close() {
            pairs.remove(this);
            near.close();
            far.close();
        }
    }
}
