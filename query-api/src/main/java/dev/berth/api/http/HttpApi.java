package dev.berth.api.http;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.connection.Connections;
import dev.berth.api.connection.FilelessVertx;
import dev.berth.api.tls.Tls;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: one acceptor for each event loop, all on one port. Started and closed once, by the composition root.
 */
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    /** The most that a request line may have, and its headers together. */
    static final int URI_BYTES_MAX = 64 * 1024;

    /** How many requests may be under way on one connection of HTTP/2, which sets no limit itself. */
    static final int STREAMS_MAX = 100;

    private static final int BODY_THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int BODIES_WAITING_MAX = 64;
    private static final long START_TIMEOUT_S = 30;
    private static final long SHUTDOWN_MS = 500;
    private static final long FILES_LOOKED_AT_MS = 2_000;

    private final ApiConfig config;
    private final Vertx vertx;
    private final UnderWay underWay = new UnderWay();
    private final Authentication authentication;
    private final Forwarding forwarding;
    private final ServerParts parts;
    private volatile int port;

    public HttpApi(ApiConfig config, List<Route> routes, Barrier barrier, MeterRegistry meters) {
        this(config, vertx -> new NoAuthentication(), routes, barrier, vertx -> Forwarding.NONE, meters);
    }

    /** A server that shows nothing of the past. */
    public HttpApi(
            ApiConfig config,
            Function<Vertx, Authentication> authentication,
            List<Route> routes,
            Barrier barrier,
            Function<Vertx, Forwarding> forwarding,
            MeterRegistry meters) {
        this(config, authentication, routes, barrier, RegionPast.NONE, forwarding, meters);
    }

    /**
     * @param authentication made on this server's event loops
     * @param forwarding made on this server's event loops
     */
    public HttpApi(
            ApiConfig config,
            Function<Vertx, Authentication> authentication,
            List<Route> routes,
            Barrier barrier,
            RegionPast past,
            Function<Vertx, Forwarding> forwarding,
            MeterRegistry meters) {
        this.config = config;
        this.vertx = Vertx.builder()
                .with(FilelessVertx.options().setEventLoopPoolSize(config.eventLoops()))
                .withTransport(new Connections(config.limits().connections(), meters).transport())
                .build();
        this.authentication = authentication.apply(vertx);
        this.forwarding = forwarding.apply(vertx);
        this.parts = new ServerParts(
                config,
                this.authentication,
                new Router(routes),
                barrier,
                past,
                this.forwarding,
                new HttpMetrics(meters, config.limits()),
                underWay,
                new BodyBudget(config.limits().bodiesBytesMax(), meters),
                new AnswerBudget(config.limits().bodiesBytesMax(), meters),
                new BoundedThreads("long-body", BODY_THREADS, BODIES_WAITING_MAX));
    }

    /** Starts to listen; returns when connections are accepted. */
    public HttpApi start() {
        // Servers share a port that they name; of port 0 each would take one of its own.
        port = config.port() == 0 ? freePort() : config.port();
        await(vertx.deployVerticle(Acceptor::new, new DeploymentOptions().setInstances(config.eventLoops())));
        config.senders().tls().ifPresent(this::watch);
        LOG.info("listening on {}://{}:{}", config.scheme(), config.host(), port);
        return this;
    }

    /** The port listened on, known once started. */
    public int port() {
        return port;
    }

    private void watch(Tls tls) {
        vertx.setPeriodic(
                FILES_LOOKED_AT_MS,
                timer -> vertx.executeBlocking(() -> {
                    tls.refresh();
                    return null;
                }));
    }

    private int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(config.host(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + config.host(), e);
        }
    }

    /** One server of those on the port, on an event loop of its own. */
    private final class Acceptor extends VerticleBase {
        private HttpServer server;

        @Override
        public Future<?> start() {
            server = server().requestHandler(request -> Exchange.serve(parts, request, context))
                    .invalidRequestHandler(request -> UnreadableRequest.refuse(request, parts.metrics()))
                    // Not louder: a client can break connections as often as it likes.
                    .connectionHandler(connection -> connection.exceptionHandler(
                            broken -> LOG.debug("a connection broke: {}", broken.toString())));
            return server.listen(port, config.host());
        }

        private HttpServer server() {
            Optional<Tls> tls = config.senders().tls();
            if (tls.isEmpty()) {
                return vertx.createHttpServer(options());
            }
            tls.get()
                    .onChange(changed -> server.updateSSLOptions(changed.ofServer(), true)
                            .onFailure(e -> LOG.error("changed certificates could not be put to use", e)));
            return vertx.createHttpServer(
                    new HttpServerConfig(options().setSsl(true).setUseAlpn(true)),
                    tls.get().now().ofServer());
        }

        /** Takes no new connection any more before it closes those that are open, which may have just got a request. */
        @Override
        public Future<?> stop() {
            return server.shutdown(SHUTDOWN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(URI_BYTES_MAX)
                .setMaxHeaderSize(URI_BYTES_MAX)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(STREAMS_MAX)
                        .setMaxHeaderListSize(2L * URI_BYTES_MAX))
                // There are no web sockets here, and every message would pass by what compresses them.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
    }

    /** Has clients told to close their connections with the next answer; everything is served as before. */
    public void sayFarewell() {
        underWay.sayFarewell();
    }

    /**
     * Has every new request about a region answered with 503 from now on, and clients told to close their connections.
     * What is asked of the instance itself is answered until it closes.
     */
    public void stop() {
        underWay.stop();
    }

    /**
     * Waits for the requests that are under way, once told to stop.
     *
     * @return whether all were answered within the timeout
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        return underWay.await(timeout);
    }

    /** Stops to pass requests on; see {@link Forwarding#close}. */
    public void closeForwarding() {
        forwarding.close();
    }

    /** Ends what is left at once: first what other instances were asked, so that it can be said, then the server. */
    @Override
    public void close() {
        stop();
        closeForwarding();
        authentication.close();
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the HTTP server started or stopped", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(
                    "the HTTP server did not start or stop: " + e.getCause().getMessage(), e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the HTTP server did not start or stop in " + START_TIMEOUT_S + " s", e);
        }
    }
}
