package dev.berth.api.http;

import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/**
 * What a caller's headers say of the answer, as far as a handler has to know it.
 *
 * @param lastEvent the id of the last event it got, from Last-Event-ID
 * @param tags those of the answers it has, from If-None-Match
 * @param takesGzip whether it takes an answer that is compressed, from Accept-Encoding
 */
public record CallHeaders(Optional<String> lastEvent, Optional<String> tags, boolean takesGzip) {
    private static final String WEAK = "W/";

    /** Who has nothing, and says nothing. */
    public static final CallHeaders NONE = new CallHeaders(Optional.empty(), Optional.empty(), false);

    static CallHeaders of(RequestHead head) {
        return new CallHeaders(
                head.header(HeaderNames.LAST_EVENT),
                head.header(HttpHeaders.IF_NONE_MATCH),
                head.header(HttpHeaders.ACCEPT_ENCODING)
                        .filter(CallHeaders::hasGzip)
                        .isPresent());
    }

    /** Such as {@code gzip, deflate} or {@code br;q=1.0, gzip;q=0.5}; a weight of 0 is a no. */
    private static boolean hasGzip(String accepted) {
        for (String each : accepted.split(",", -1)) {
            String[] parts = each.strip().split(";", -1);
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    /** Whether one of the answers it has is the one with this tag, which is in quotes; weak or not is the same. */
    public boolean has(String tag) {
        return tags.filter(named -> named.strip().equals("*") || lists(named, strong(tag)))
                .isPresent();
    }

    private static boolean lists(String named, String tag) {
        for (String each : named.split(",", -1)) {
            if (strong(each.strip()).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private static String strong(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }
}
