package dev.berth.api.forward;

import dev.berth.api.http.Answer;
import dev.berth.api.sender.Senders;
import dev.berth.projector.Address;
import dev.berth.projector.PeerProcess;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Future;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a connection to each peer, and sees at once when the process behind one has ended: the connection is gone, and
 * a new one is refused, so nobody listens there any more. A connection that is only gone, or an attempt that nobody
 * answers, proves nothing: then the network may be cut, and Kafka's session decides. A peer that stops in order says so
 * instead of who it is, and its end is no news. On one event loop.
 */
public final class PeerWatch implements AutoCloseable {
    /** What comes of what is seen; called on the event loop, so nothing may block. */
    public interface Listener {
        /** A peer says which process it is; each time it is asked. */
        void named(Address address, PeerProcess process);

        /** A process has ended; once each. */
        void ended(PeerProcess process);
    }

    /** In answers of {@code /livez}: by which names Kafka knows the process that answers, as {@link PeerProcess}. */
    public static final String PROCESS = "x-berth-process";

    /** In the same answers, instead of that: the process stops in order and hands over what it keeps. */
    public static final String LEAVING = "x-berth-leaving";

    /** How long a peer may take to hear of that, with some patience. */
    public static final long HEARD_MS = 600;

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
    private final Listener listener;
    private final Set<Address> leaving = ConcurrentHashMap.newKeySet();
    private final Function<Address, Future<HttpClientRequest>> ways;
    private final Runnable letGo;
    private final Map<String, Peer> known = new TreeMap<>();
    private volatile boolean isClosed;

    /**
     * @param peers where the other instances are now; must not block
     * @param senders knows which connections lead to peers
     */
    public PeerWatch(Vertx vertx, Supplier<Set<Address>> peers, Listener listener, Senders senders) {
        this(vertx, peers, listener, new PeerCalls(vertx, senders, 1));
    }

    private PeerWatch(Vertx vertx, Supplier<Set<Address>> peers, Listener listener, PeerCalls calls) {
        this(
                vertx,
                peers,
                listener,
                peer -> calls.connect(peer, HttpMethod.GET, PATH, ANSWER_TIMEOUT_MS),
                calls::close);
    }

    /**
     * @param ways opens the way for one question to a peer
     * @param letGo lets go of all connections, once it is closed
     */
    PeerWatch(
            Vertx vertx,
            Supplier<Set<Address>> peers,
            Listener listener,
            Function<Address, Future<HttpClientRequest>> ways,
            Runnable letGo) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.peers = peers;
        this.listener = listener;
        this.ways = ways;
        this.letGo = letGo;
    }

    public PeerWatch start() {
        context.runOnContext(nothing -> askAll());
        return this;
    }

    /** Says in an answer what peers want to know of this process. */
    public static Answer introduce(Answer answer, PeerProcess process, boolean isLeaving) {
        return isLeaving ? answer.header(LEAVING, "true") : answer.header(PROCESS, process.text());
    }

    /** Whether a peer has said that it hands over what it keeps. Any thread may ask. */
    public boolean isLeaving(Address address) {
        return leaving.contains(address);
    }

    private void askAll() {
        if (isClosed) {
            return;
        }
        vertx.setTimer(ASK_MS, timer -> askAll());
        Set<String> listed = new HashSet<>();
        for (Address address : peers.get()) {
            listed.add(address.toString());
            known.computeIfAbsent(address.toString(), name -> new Peer(address));
        }
        // One that Kafka lists no more may be listed again: it is let go of only with its connection.
        known.entrySet()
                .removeIf(peer ->
                        !listed.contains(peer.getKey()) && peer.getValue().isGone());
        leaving.removeIf(address -> !known.containsKey(address.toString()));
        known.values().forEach(Peer::ask);
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
        letGo.run();
    }

    /** What is known of one address. */
    private final class Peer {
        private final Address address;
        private Optional<HttpConnection> connection = Optional.empty();
        private Optional<PeerProcess> process = Optional.empty();

        /** Who was said to have ended last, and who of those answered later, so that its refusals prove nothing. */
        private Optional<String> ended = Optional.empty();

        private Optional<String> wronged = Optional.empty();
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
            orUnheard(() -> ways.apply(address)
                    .onComplete(
                            call -> context.runOnContext(nothing -> orUnheard(() -> send(call))),
                            failure -> context.runOnContext(nothing -> unreachable(failure))));
        }

        /** Whatever a question throws, for want of memory too, it is over, and the next is asked. */
        private void orUnheard(Runnable question) {
            try {
                question.run();
            } catch (RuntimeException | Error e) {
                unheard(e);
            }
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
            process.ifPresent(this::named);
            if (answer.headers().contains(LEAVING)) {
                leaving.add(address);
            } else {
                leaving.remove(address);
            }
            if (connection.filter(from::equals).isEmpty()) {
                // It went while its last answer was read.
                askAnother();
            }
        }

        private void named(PeerProcess answering) {
            listener.named(address, answering);
            if (ended.filter(answering.client()::equals).isPresent()) {
                LOG.warn(
                        "The process {} lives although {} was refused for a while; that is not believed of it again.",
                        answering.client(),
                        address);
                wronged = ended;
                ended = Optional.empty();
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
                askAnother();
            }
        }

        private void askAnother() {
            // One that leaves closes each connection with its answer, and its end is no news.
            if (process.isPresent()) {
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
            leaving.remove(address);
            Optional<PeerProcess> gone =
                    process.filter(last -> wronged.filter(last.client()::equals).isEmpty());
            process = Optional.empty();
            if (gone.isPresent() && !isClosed) {
                ended = Optional.of(gone.get().client());
                LOG.warn("Nobody listens at {} any more, so the process {} has ended.", address, ended.get());
                listener.ended(gone.get());
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
