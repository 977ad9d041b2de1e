package dev.berth.api.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** A body whose length was not told before it, for a client that knows no chunks. */
final class UnframedBody {
    private UnframedBody() {}

    /** Once an answer is sent: if it was such a one, only the end of its connection tells that there is no more. */
    static void end(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0
                && !request.response().headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            request.connection().close();
        }
    }
}
