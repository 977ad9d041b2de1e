package dev.berth.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** An answer whose head is sent and whose end never will be. */
final class BrokenOff {
    private BrokenOff() {}

    /** Has the client see that it is not whole: ends the stream, or the connection where that is all there is. */
    static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
