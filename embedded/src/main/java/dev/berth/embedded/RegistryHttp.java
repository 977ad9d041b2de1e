package dev.berth.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests off the wire and puts replies on it; what they mean is for {@link RegistryRoutes}, on a worker
 * thread.
 */
final class RegistryHttp implements Handler<HttpServerRequest> {
    /** Below Kafka's limit on a record, into which the body has to fit. */
    static final int MAX_BODY_BYTES = 512 * 1024;

    /** From a request's head to the end of its body. */
    static final long BODY_MS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);

    private final Vertx vertx;
    private final RegistryRoutes routes;

    RegistryHttp(Vertx vertx, RegistryRoutes routes) {
        this.vertx = vertx;
        this.routes = routes;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Optional<RegistryReply> refusal = RegistryDoor.refusal(request);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(
                BODY_MS_MAX,
                late -> refuse(
                        request,
                        RegistryReply.refused(
                                RegistryError.BODY_TOO_SLOW, "The body took longer than " + BODY_MS_MAX + " ms")));
        request.handler(chunk -> {
            // What comes after the limit is read and forgotten, so that the client gets to read its answer.
            if (body.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(cut -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            if (vertx.cancelTimer(timer)) {
                vertx.executeBlocking(() -> answer(request, body), false)
                        .onSuccess(reply -> send(request.response(), reply))
                        .onFailure(failure -> send(request.response(), fault(request, failure)));
            }
        });
    }

    /** What may still come of the request is not waited for. */
    private static void refuse(HttpServerRequest request, RegistryReply refusal) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            send(response, refusal).onComplete(sent -> request.connection().close());
        }
    }

    private RegistryReply answer(HttpServerRequest request, Buffer body) {
        if (body.length() > MAX_BODY_BYTES) {
            return RegistryReply.refused(
                    RegistryError.BODY_TOO_LARGE, "The body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        if (request.path() == null) {
            return RegistryReply.refused(RegistryError.NO_SUCH_PATH, "HTTP 404 Not Found");
        }
        try {
            return routes.answer(request.method().name(), request.path(), request.params(), body.getBytes());
        } catch (KafkaException e) {
            LOG.error("the schemas topic failed", e);
            return RegistryReply.refused(
                    RegistryError.STORE_FAILED, "Error in the backend data store: " + e.getMessage());
        }
    }

    private static RegistryReply fault(HttpServerRequest request, Throwable failure) {
        LOG.error("failed to answer {} {}", request.method(), request.path(), failure);
        return RegistryReply.refused(RegistryError.FAULT, "Internal Server Error");
    }

    private static Future<Void> send(HttpServerResponse response, RegistryReply reply) {
        response.setStatusCode(reply.status());
        response.putHeader("Content-Type", "application/vnd.schemaregistry.v1+json");
        return response.end(Buffer.buffer(bytes(reply)));
    }

    private static byte[] bytes(RegistryReply reply) {
        try {
            return RegistryJson.MAPPER.writeValueAsBytes(reply.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a JSON tree to be written but got", e);
        }
    }
}
