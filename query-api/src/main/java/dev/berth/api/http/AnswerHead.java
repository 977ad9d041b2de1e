package dev.berth.api.http;

import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.microversion.Negotiation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** Writes the headers of an answer: those that all have, those of its version, and its own. */
final class AnswerHead {
    private AnswerHead() {}

    /** @param version the one that was agreed on; empty if the request was refused before */
    static void write(MultiMap headers, Answer answer, Optional<Microversion> version, String requestId) {
        if (version.isPresent()) {
            headers.add(HeaderNames.VERSION, Negotiation.SERVICE + " " + version.get());
            headers.add(HttpHeaders.VARY, HeaderNames.VERSION);
            if (version.get().has(Feature.CACHE_HEADERS)) {
                if (answer.modifiedMs().isPresent()) {
                    headers.add(
                            HttpHeaders.LAST_MODIFIED,
                            HttpDates.format(answer.modifiedMs().getAsLong()));
                }
                if (answer.isFresh()) {
                    headers.add(HttpHeaders.CACHE_CONTROL, HeaderNames.NO_CACHE);
                }
            }
        }
        headers.add(HeaderNames.REQUEST_ID, requestId);
        List<String> own = answer.headers();
        for (int i = 0; i < own.size(); i += 2) {
            headers.add(own.get(i), own.get(i + 1));
        }
        answer.contentType().ifPresent(type -> headers.add(HttpHeaders.CONTENT_TYPE, type));
    }
}
