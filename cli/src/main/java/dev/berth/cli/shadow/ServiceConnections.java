package dev.berth.cli.shadow;

import com.google.common.base.CharMatcher;
import dev.berth.api.forward.PassedHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Connections to one service. Calls without a body share those that are open. A bare WSGI server that refuses a call
 * may leave its body unread, and take it for the next call: so a call with a body has a connection to itself, which is
 * used again only behind an answer that nobody can give who has not read the body. Used on event loops.
 */
final class ServiceConnections {
    /** What OPTIONS asks about that is about no path. */
    static final String WHOLE_SERVICE = "*";

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int HEADER_BYTES_MAX = 64 * 1024;

    /** Shorter than servers keep a connection that nobody uses, so that none is used that has just been closed. */
    private static final int KEEP_ALIVE_S = 2;

    /** Shorter than any server's: what is sent into a connection that closes may be a write. */
    private static final Duration KEEP_BODIES = Duration.ofSeconds(1);

    private final HttpClientAgent client;
    private final HttpClientAgent single;
    private final BodyConnections bodies;
    private final String base;
    private final boolean isTls;
    private final Duration patience;

    /**
     * @param connectionsMax how many calls may be under way; as many again may wait
     * @param patience after so long without a byte a call is given up
     */
    ServiceConnections(Vertx vertx, URI base, Optional<Path> authority, int connectionsMax, Duration patience) {
        this.base = prefix(base);
        this.isTls = "https".equalsIgnoreCase(base.getScheme());
        this.patience = patience;
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultHost(base.getHost())
                .setDefaultPort(base.getPort() > 0 ? base.getPort() : isTls ? 443 : 80)
                .setSsl(isTls)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setKeepAliveTimeout(KEEP_ALIVE_S)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(HEADER_BYTES_MAX)
                .setTcpNoDelay(true);
        authority.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(connectionsMax).setMaxWaitQueueSize(connectionsMax);
        this.client = vertx.createHttpClient(options, pool);
        this.single = vertx.createHttpClient(new HttpClientOptions(options).setKeepAlive(false), pool);
        this.bodies = new BodyConnections(client, KEEP_BODIES);
    }

    /** The path of a service's URL, without a slash at its end. */
    static String prefix(URI base) {
        return base.getRawPath() == null ? "" : CharMatcher.is('/').trimTrailingFrom(base.getRawPath());
    }

    /**
     * Opens the way for one call, whose body is sent at once if it has one. If this fails nothing of it has been sent.
     *
     * @param path with its query, as Placement has it at the root of a server
     * @param headers passed on as they are, but for those that belong to one connection
     */
    Future<HttpClientRequest> open(String method, String path, MultiMap headers, boolean hasBody) {
        RequestOptions options = options(method, path);
        if (!hasBody || isTls) {
            return request(client, options, headers);
        }
        return BodyConnections.isReadWhereGranted(method, path)
                ? bodies.request(options).map(call -> withHeaders(call, headers))
                : request(single, options, headers);
    }

    /** The same for a call whose body is sent as it comes. */
    Future<HttpClientRequest> openStream(String method, String path, MultiMap headers) {
        return request(isTls ? client : single, options(method, path), headers);
    }

    private RequestOptions options(String method, String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setURI(path.equals(WHOLE_SERVICE) ? path : base + path)
                .setIdleTimeout(patience.toMillis());
    }

    private static Future<HttpClientRequest> request(HttpClient by, RequestOptions options, MultiMap headers) {
        return by.request(options).map(call -> withHeaders(call, headers));
    }

    private static HttpClientRequest withHeaders(HttpClientRequest call, MultiMap headers) {
        PassedHeaders.copy(headers, call.headers());
        return call;
    }

    void close() {
        client.close();
        single.close();
    }
}
