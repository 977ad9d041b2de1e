package dev.berth.api.forward;

import dev.berth.api.http.Forwarding;
import dev.berth.api.sender.Senders;
import dev.berth.events.model.Printable;
import dev.berth.projector.Address;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a request on to another instance, and its answer back, both streamed. Neither is changed but for the headers
 * that belong to one connection. Used on event loops.
 */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Longer than an owner waits for a decision and a view together, so that its own answer comes first. */
    private static final long ANSWER_TIMEOUT_MS = 25_000;

    static final int CONNECTIONS_MAX = 256;

    private final PeerCalls calls;
    private final String instance;

    Relay(Vertx vertx, String instance, Senders senders) {
        this.instance = instance;
        this.calls = new PeerCalls(vertx, senders, CONNECTIONS_MAX);
    }

    /** Opens the way to another instance. If this fails nothing of the request has been sent. */
    Future<HttpClientRequest> connect(Address owner, HttpServerRequest request) {
        return calls.connect(owner, request.method(), request.uri(), ANSWER_TIMEOUT_MS);
    }

    /**
     * Sends the request, and its answer back. Completes with the status; fails if there was no answer. A GET is sent
     * without its body, which means nothing, so it can be sent again: a body is read only once.
     */
    Future<Integer> pass(HttpClientRequest call, HttpServerRequest request, String requestId) {
        PassedHeaders.copy(request.headers(), call.headers());
        if (request.authority() != null) {
            // Links in the answer name the service as the caller addressed it.
            call.authority(request.authority());
        }
        if (!hasBody(request)) {
            call.headers().remove(HttpHeaders.CONTENT_LENGTH);
        }
        call.putHeader(Senders.FORWARDED_BY, instance);
        call.putHeader(Forwarding.REQUEST_ID, requestId);
        HttpServerResponse response = request.response();
        response.closeHandler(gone -> call.reset());
        Future<HttpClientResponse> answer = hasBody(request) ? call.send(request) : call.send();
        return answer.compose(from -> back(from, response));
    }

    /** Lets go of every other instance; what they were asked and have not answered fails. */
    void close() {
        calls.close();
    }

    private static boolean hasBody(HttpServerRequest request) {
        // With HTTP/2 only the end of the stream tells that there is no more.
        boolean mayComeUnannounced = request.version() == HttpVersion.HTTP_2 && !request.isEnded();
        return !request.method().equals(HttpMethod.GET)
                && (mayComeUnannounced
                        || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING));
    }

    private static Future<Integer> back(HttpClientResponse from, HttpServerResponse response) {
        int status = from.statusCode();
        response.setStatusCode(status);
        PassedHeaders.copy(from.headers(), response.headers());
        boolean hasBody = from.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || from.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        Future<Void> sent = hasBody ? response.send(from) : response.end();
        return sent.map(status).otherwise(broken -> {
            // Half of the answer is out: all that can be said now is that the rest will not come.
            LOG.warn("an answer from another instance was cut off: {}", Printable.of(broken.getMessage()));
            response.reset();
            return status;
        });
    }
}
