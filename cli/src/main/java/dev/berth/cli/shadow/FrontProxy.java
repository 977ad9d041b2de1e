package dev.berth.cli.shadow;

import dev.berth.api.connection.ConnectionLimits;
import dev.berth.api.connection.Connections;
import dev.berth.api.connection.FilelessVertx;
import dev.berth.api.connection.OpenFiles;
import dev.berth.terminal.CannotRunException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes the calls of clients, has the one service answer them, and tells the {@link Shadow} of both. */
final class FrontProxy implements AutoCloseable {
    static final int HEADER_BYTES_MAX = 64 * 1024;
    private static final int CONNECTIONS_MAX = 1_024;
    private static final int CALLS_MAX = 512;
    private static final long START_S = 30;

    /** As long as a service waits: what is under way may be a write, and a client that is cut off cannot know. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(8);

    /** Longer than any client waits; the client's own patience is what counts. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final ServiceRoles roles;
    private final Shadow shadow;
    private final ShadowReport report;
    private final MemoryBudget memory;
    private final Optional<Path> authority;
    private final InetSocketAddress address;
    private final Duration bodyTime;

    /** @param bodyTime how long a client may take to send a body */
    FrontProxy(
            ServiceRoles roles,
            Optional<Path> authority,
            InetSocketAddress address,
            Shadow shadow,
            ShadowReport report,
            MemoryBudget memory,
            MeterRegistry meters,
            Duration bodyTime) {
        this.roles = roles;
        this.authority = authority;
        this.address = address;
        this.shadow = shadow;
        this.report = report;
        this.memory = memory;
        this.bodyTime = bodyTime;
        this.vertx = Vertx.builder()
                .with(FilelessVertx.options())
                .withTransport(new Connections(
                                ConnectionLimits.USUAL
                                        .withConnectionsMax(CONNECTIONS_MAX)
                                        .withinFiles(OpenFiles.max()),
                                meters)
                        .transport())
                .build();
    }

    void start() {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
        try {
            await(vertx.deployVerticle(Acceptor::new, new DeploymentOptions().setInstances(loops)));
        } catch (ExecutionException e) {
            throw new CannotRunException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    /** One server of those on the port, with connections of its own to the service that answers. */
    private final class Acceptor extends VerticleBase {
        private HttpServer server;

        @Override
        public Future<?> start() {
            ServiceConnections upstream = new ServiceConnections(vertx, roles.first(), authority, CALLS_MAX, PATIENCE);
            server = vertx.createHttpServer(new HttpServerOptions()
                    .setMaxInitialLineLength(HEADER_BYTES_MAX)
                    .setMaxHeaderSize(HEADER_BYTES_MAX)
                    .setTcpNoDelay(true));
            server.invalidRequestHandler(ShadowError::refuseUnreadable);
            server.requestHandler(request -> new CallPassage(
                            request,
                            roles,
                            upstream,
                            shadow,
                            report,
                            memory.share(),
                            new BodyDeadline(vertx, request, bodyTime))
                    .begin());
            return server.listen(address.getPort(), address.getHostString());
        }

        @Override
        public Future<?> stop() {
            return server.shutdown(DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void await(Future<?> future) throws ExecutionException {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the proxy started or stopped", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the proxy did not start or stop in " + START_S + " s", e);
        }
    }

    /** Takes no more calls, and answers those that are under way as far as that is possible in time. */
    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the proxy did not stop: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
