package dev.berth.api.forward;

import dev.berth.api.sender.Senders;
import dev.berth.projector.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens ways to other instances, with what proves who is who on both ends. Used on event loops. */
final class PeerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(PeerCalls.class);
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    /** How many requests may wait for a connection to one instance, for as long as one may take to connect. */
    private static final int WAITING_MAX = 1_000;

    private static final int HEADER_BYTES_MAX = 64 * 1024;

    private final HttpClientAgent client;
    private final Senders senders;

    /** @param connectionsMax how many connections there are to one instance at most */
    PeerCalls(Vertx vertx, Senders senders, int connectionsMax) {
        this.senders = senders;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(HEADER_BYTES_MAX);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(connectionsMax).setMaxWaitQueueSize(WAITING_MAX);
        this.client = senders.tls()
                .map(tls -> vertx.createHttpClient(
                        new HttpClientConfig(options.setSsl(true)), tls.now().ofClient(), pool))
                .orElseGet(() -> vertx.createHttpClient(options, pool));
        senders.tls()
                .ifPresent(tls -> tls.onChange(changed -> client.updateSSLOptions(changed.ofClient(), true)
                        .onFailure(e -> LOG.error("changed certificates could not be put to use", e))));
    }

    /**
     * Opens the way for one request. If this fails nothing of it has been sent.
     *
     * @param idleMs after so long without a byte it is given up
     */
    Future<HttpClientRequest> connect(Address peer, HttpMethod method, String uri, long idleMs) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(peer.host())
                .setPort(peer.port())
                .setURI(uri)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeout(idleMs);
        try {
            return client.request(options).compose(this::trusted);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private Future<HttpClientRequest> trusted(HttpClientRequest call) {
        return senders.distrust(call.connection())
                .<Future<HttpClientRequest>>map(reason -> {
                    // It is known already why it ends.
                    call.exceptionHandler(reset -> {});
                    call.reset();
                    return Future.failedFuture(new UntrustedPeerException(reason));
                })
                .orElseGet(() -> Future.succeededFuture(call));
    }

    /** Lets go of every other instance; what they were asked and have not answered fails. */
    void close() {
        client.close();
    }
}
