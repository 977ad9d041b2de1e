package dev.berth.api.http;

import io.vertx.core.http.HttpHeaders;

/** Names of headers, and the value of one, that nearly every exchange has: hashed and encoded once. */
final class HeaderNames {
    static final CharSequence VERSION = HttpHeaders.createOptimized("openstack-api-version");
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestId.HEADER);
    static final CharSequence PASSED_ON_ID = HttpHeaders.createOptimized(Forwarding.REQUEST_ID);
    static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    static final CharSequence BARRIER = HttpHeaders.createOptimized(Barrier.HEADER);
    static final CharSequence MAX_STALENESS = HttpHeaders.createOptimized(Staleness.HEADER);
    static final CharSequence KEY = HttpHeaders.createOptimized("idempotency-key");
    static final CharSequence LAST_EVENT = HttpHeaders.createOptimized("last-event-id");
    static final CharSequence TOKEN = HttpHeaders.createOptimized("x-auth-token");

    private HeaderNames() {}
}
