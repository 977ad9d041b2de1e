package dev.berth.api.auth.keystone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.berth.api.auth.Caller;
import dev.berth.events.json.BoundedJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Keystone says of a token.
 *
 * @param expiresAtMs when it ends, in milliseconds since 1970
 */
record KeystoneToken(Caller caller, long expiresAtMs) {
    /** The most characters of an id or a role's name; Keystone's have 64 and 255. */
    private static final int TEXT_LENGTH_MAX = 255;

    private static final int ROLES_MAX = 1_000;

    private static final ObjectReader JSON =
            BoundedJson.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    /**
     * Reads the body of an answer about a token.
     *
     * @return empty for one that is bound to a connection, which cannot be checked here
     * @throws IOException if it says nothing of that kind; the message is for a log
     */
    static Optional<KeystoneToken> parse(Buffer body) throws IOException {
        JsonNode token = tree(body).path("token");
        if (!token.isObject()) {
            throw new IOException("no token in it");
        }
        JsonNode bind = token.path("bind");
        if (bind.isObject() && !bind.isEmpty()) {
            return Optional.empty();
        }
        // A token for a domain has no project, and one for the whole system neither.
        Optional<String> project =
                token.hasNonNull("project") ? Optional.of(text(token.path("project"), "id")) : Optional.empty();
        boolean isSystemWide = token.path("system").path("all").asBoolean(false);
        List<String> roles = new ArrayList<>();
        JsonNode named = token.path("roles");
        if (named.size() > ROLES_MAX) {
            throw new IOException("more than " + ROLES_MAX + " roles");
        }
        for (JsonNode role : named) {
            roles.add(text(role, "name"));
        }
        Caller caller = Caller.of(text(token.path("user"), "id"), project.orElse(""), roles.stream())
                .withSystemScope(isSystemWide ? Optional.of("all") : Optional.empty());
        return Optional.of(new KeystoneToken(caller, timeMs(token)));
    }

    private static JsonNode tree(Buffer body) throws IOException {
        try {
            return JSON.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            // Without the location, which means nothing without the text.
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode of, String field) throws IOException {
        JsonNode value = of.path(field);
        String text = value.asText("");
        if (!value.isTextual() || text.isEmpty() || text.length() > TEXT_LENGTH_MAX) {
            throw new IOException("expected " + field + " as a text of 1 to " + TEXT_LENGTH_MAX + " characters");
        }
        return text;
    }

    private static long timeMs(JsonNode token) throws IOException {
        try {
            return OffsetDateTime.parse(text(token, "expires_at")).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("expected expires_at as a time such as 2030-01-01T00:00:00.000000Z", e);
        }
    }
}
