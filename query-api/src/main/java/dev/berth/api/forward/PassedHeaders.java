package dev.berth.api.forward;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers of a request or an answer that are passed on: all but those that belong to one connection. */
public final class PassedHeaders {
    /** RFC 9110, section 7.6.1: these are about a connection. Expect is here because it has been met already. */
    private static final Set<String> OF_ONE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host");

    private PassedHeaders() {}

    /** Adds them as they are. What {@code Connection} names is about the connection, too. */
    public static void copy(MultiMap from, MultiMap to) {
        Set<String> named = new HashSet<>();
        for (String names : from.getAll("connection")) {
            for (String name : names.split(",")) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OF_ONE_CONNECTION.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }
}
