package dev.berth.cli.shadow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** What clients are told where the proxy itself answers, in Placement's form. On event loops. */
final class ShadowError {
    private ShadowError() {}

    /** Ends an answer of which nothing was sent yet. */
    static Future<Void> end(HttpServerResponse response, int status, String code, String detail) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors")
                .addObject()
                .put("status", status)
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("code", code)
                .put("detail", detail);
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toString());
    }

    /** Refuses what could not be read as a request. Nothing behind it can be read either, so the connection ends. */
    static void refuseUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        response.endHandler(sent -> request.connection().close());
        if (cause instanceof TooLongHttpLineException) {
            refuse(response, 414, "A request line may have " + FrontProxy.HEADER_BYTES_MAX + " bytes at most.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(response, 431, "Headers may have " + FrontProxy.HEADER_BYTES_MAX + " bytes at most.");
        } else {
            refuse(response, 400, "expected a request of HTTP/1.1 but got " + cause.getMessage());
        }
    }

    private static void refuse(HttpServerResponse response, int status, String detail) {
        end(response, status, "berth.shadow.unreadable", detail + " berth shadow has passed nothing on.");
    }
}
