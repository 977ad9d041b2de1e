package dev.berth.api.forward;

import dev.berth.api.sender.Senders;
import dev.berth.projector.Address;
import dev.berth.projector.PeerProcess;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import java.net.ConnectException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a connection to each peer, and sees at once when the process behind one has ended: the connection is gone, and
 * a new one is refused, so nobody listens there any more. A connection that is only gone, or an attempt that nobody
 * answers, proves nothing: then the network may be cut, and Kafka's session decides. A peer that stops in order says no
 * more who it is, and is let go of. On one event loop.
 */
public final class PeerWatch implements AutoCloseable {
    /** In answers of {@code /livez}: by which names Kafka knows the process that answers, as {@link PeerProcess}. */
    public static final String PROCESS = "x-berth-process";

    private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
    private static final String PATH = "/livez";
    private static final long ASK_MS = 500;
    private static final long ANSWER_TIMEOUT_MS = 3_000;

    /** How soon, and how often, it is tried again where a connection has just gone. */
    private static final long TRY_AGAIN_MS = 20;

    private static final int TRIES = 100;

    private final Vertx vertx;
    private final Context context;
    private final Supplier<Set<Address>> peers;
    private final Consumer<PeerProcess> onEnd;
    private final PeerCalls calls;
    private final Map<String, Peer> known = new TreeMap<>();
    private volatile boolean isClosed;

    /**
     * @param peers where the other instances are now; must not block
     * @param onEnd is given each process that has ended, once; must not block
     * @param senders knows which connections lead to peers
     */
    public PeerWatch(Vertx vertx, Supplier<Set<Address>> peers, Consumer<PeerProcess> onEnd, Senders senders) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.peers = peers;
        this.onEnd = onEnd;
        this.calls = new PeerCalls(vertx, senders, 1);
    }

    public PeerWatch start() {
        context.runOnContext(nothing -> askAll());
        return this;
    }

    private void askAll() {
        if (isClosed) {
            return;
        }
        Set<String> listed = new HashSet<>();
        for (Address address : peers.get()) {
            listed.add(address.toString());
            known.computeIfAbsent(address.toString(), name -> new Peer(address));
        }
        // One that Kafka lists no more may be listed again: it is let go of only with its connection.
        known.entrySet()
                .removeIf(peer ->
                        !listed.contains(peer.getKey()) && peer.getValue().isGone());
        known.values().forEach(Peer::ask);
        vertx.setTimer(ASK_MS, timer -> askAll());
    }

    /** Why no connection came to be: refused, which only the peer's own machine says, and only if nobody listens. */
    private static boolean isRefused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                // Netty's own of the kind is a timeout, and Kafka's session is not waited for as long as the system's.
                return !(cause instanceof ConnectTimeoutException);
            }
        }
        return false;
    }

    @Override
    public void close() {
        isClosed = true;
        calls.close();
    }

    /** What is known of one address. */
    private final class Peer {
        private final Address address;
        private Optional<HttpConnection> connection = Optional.empty();
        private Optional<PeerProcess> process = Optional.empty();
        private boolean isAsking;
        private int triesLeft;

        Peer(Address address) {
            this.address = address;
        }

        boolean isGone() {
            return connection.isEmpty() && !isAsking && triesLeft == 0;
        }

        void ask() {
            if (isAsking || isClosed) {
                return;
            }
            isAsking = true;
            calls.connect(address, HttpMethod.GET, PATH, ANSWER_TIMEOUT_MS)
                    .onComplete(
                            call -> context.runOnContext(nothing -> send(call)),
                            failure -> context.runOnContext(nothing -> unreachable(failure)));
        }

        private void send(HttpClientRequest call) {
            HttpConnection used = call.connection();
            if (connection.filter(used::equals).isEmpty()) {
                connection = Optional.of(used);
                used.closeHandler(nothing -> context.runOnContext(gone -> lost(used)));
            }
            call.send()
                    .compose(answer -> answer.end().map(answer))
                    .onComplete(
                            answer -> context.runOnContext(nothing -> heard(used, answer)),
                            failure -> context.runOnContext(nothing -> unheard(failure)));
        }

        private void heard(HttpConnection from, HttpClientResponse answer) {
            isAsking = false;
            triesLeft = 0;
            process = Optional.ofNullable(answer.getHeader(PROCESS)).flatMap(PeerProcess::parse);
            if (connection.filter(from::equals).isEmpty()) {
                // It went while its last answer was read.
                triesLeft = TRIES;
                ask();
            }
        }

        private void unheard(Throwable failure) {
            isAsking = false;
            LOG.debug("the peer at {} did not answer: {}", address, failure.toString());
            tryAgain();
        }

        private void lost(HttpConnection gone) {
            if (connection.filter(gone::equals).isPresent()) {
                connection = Optional.empty();
                triesLeft = TRIES;
                ask();
            }
        }

        private void unreachable(Throwable failure) {
            isAsking = false;
            if (!isRefused(failure)) {
                tryAgain();
                return;
            }
            triesLeft = 0;
            Optional<PeerProcess> ended = process;
            process = Optional.empty();
            if (ended.isPresent() && !isClosed) {
                LOG.warn("Nobody listens at {} any more, so the process {} has ended.", address, ended.get());
                onEnd.accept(ended.get());
            }
        }

        private void tryAgain() {
            if (triesLeft > 0 && !isClosed) {
                triesLeft--;
                vertx.setTimer(TRY_AGAIN_MS, timer -> ask());
            }
        }
    }
}
