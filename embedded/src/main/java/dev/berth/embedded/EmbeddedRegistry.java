package dev.berth.embedded;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * A schema registry for one machine, on 127.0.0.1: what Confluent's clients ask of one, for Avro, kept in the topic
 * {@code _schemas} of any Kafka. It has no deletes, references, contexts or modes, and no authentication: {@link
 * RegistryDoor} keeps out what does not come from this machine, and a level that binds a subject can only be made to
 * bind more. One registry to a Kafka. Thread-safe.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int TIMEOUT_MS = 30_000;
    private static final int LINE_BYTES_MAX = 4_096;
    private static final int HEADER_BYTES_MAX = 8_192;
    private static final int IDLE_S_MAX = 60;

    /** Each client of a process on this machine has a few. */
    private static final int CONNECTIONS_MAX = 256;

    private final SchemaTopic topic;
    private final Vertx vertx;
    private final HttpServer server;

    private EmbeddedRegistry(SchemaTopic topic, Vertx vertx, HttpServer server) {
        this.topic = topic;
        this.vertx = vertx;
        this.server = server;
    }

    /** Starts a registry on a free port. */
    public static EmbeddedRegistry start(String bootstrapServers) {
        return start(bootstrapServers, 0);
    }

    /**
     * Starts a registry with everything the topic holds, and returns when it serves clients.
     *
     * @param port the port on 127.0.0.1; 0 takes a free one
     * @throws EmbeddedStartException if Kafka cannot be reached, the topic is not a registry's, or the port is taken
     */
    public static EmbeddedRegistry start(String bootstrapServers, int port) {
        return start(bootstrapServers, port, TIMEOUT_MS);
    }

    static EmbeddedRegistry start(String bootstrapServers, int port, int kafkaTimeoutMs) {
        int claimed = FreePort.claim(port);
        SchemaCatalogue catalogue = new SchemaCatalogue();
        SchemaTopic topic = openTopic(bootstrapServers, catalogue, kafkaTimeoutMs);
        Vertx vertx = Vertx.vertx(options());
        try {
            RegistryRoutes routes =
                    new RegistryRoutes(new SchemaQueries(catalogue), new SchemaRegistry(catalogue, topic));
            HttpServer server = vertx.createHttpServer(options(claimed))
                    .connectionHandler(new Connections()::limit)
                    .requestHandler(new RegistryHttp(vertx, routes));
            server.listen().toCompletionStage().toCompletableFuture().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return new EmbeddedRegistry(topic, vertx, server);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            stop(vertx);
            topic.close();
            restoreInterrupt(e);
            throw new EmbeddedStartException("the registry could not listen on " + HOST + ":" + claimed, e);
        }
    }

    /** The base URL to give to clients as {@code schema.registry.url}. */
    public String url() {
        return "http://" + HOST + ":" + server.actualPort();
    }

    @Override
    public void close() {
        try {
            stop(vertx);
        } finally {
            topic.close();
        }
    }

    private static SchemaTopic openTopic(String bootstrapServers, SchemaCatalogue catalogue, int kafkaTimeoutMs) {
        try {
            return SchemaTopic.open(bootstrapServers, catalogue, kafkaTimeoutMs);
        } catch (DamagedSchemasException e) {
            throw new EmbeddedStartException(e.getMessage());
        } catch (KafkaException | IllegalStateException e) {
            throw new EmbeddedStartException("the registry could not start on Kafka at " + bootstrapServers, e);
        }
    }

    private static HttpServerOptions options(int port) {
        return new HttpServerOptions()
                .setHost(HOST)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_S_MAX);
    }

    /** How many are open; on one event loop. */
    private static final class Connections {
        private int open;

        void limit(HttpConnection connection) {
            open++;
            connection.closeHandler(closed -> open--);
            if (open > CONNECTIONS_MAX) {
                connection.close();
            }
        }
    }

    /** As little of Vert.x as a registry asked a few times a minute needs. */
    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static void stop(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            restoreInterrupt(e);
            throw new IllegalStateException("expected the registry's server to stop but it did not", e);
        }
    }

    private static void restoreInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }
}
