package dev.berth.auditor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A list of ids as JSON: a list of texts, or of objects with a {@code uuid} or an {@code id}; or what nova's API
 * answers, an object with {@code servers} or {@code migrations} and, if it is a page, a link to the next one. Read
 * without being kept. For one thread.
 */
final class LiveJson {
    private final JsonParser json;
    private final LiveIds ids = new LiveIds();
    private boolean isOfServers;
    private boolean isOfMigrations;
    private Optional<String> next = Optional.empty();

    LiveJson(InputStream bytes) throws IOException {
        json = BoundedJson.mapper().getFactory().createParser(bytes);
    }

    LiveDocument read() throws IOException {
        try {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                readList("an id");
            } else {
                readAnswer();
            }
            if (json.nextToken() != null) {
                throw wrong("expected nothing behind the list");
            }
        } catch (JsonProcessingException e) {
            // Where a bound is passed the exception itself has no place.
            throw new LiveListException(
                    "line " + json.currentLocation().getLineNr() + ": expected JSON but "
                            + MalformedException.bounded(FailureWords.problem(e)),
                    e);
        }
        return new LiveDocument(ids, isOfMigrations && !isOfServers, next);
    }

    private void readAnswer() throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "servers" -> {
                    isOfServers = true;
                    requireList(name);
                    readList("a server with an id");
                }
                case "migrations" -> {
                    isOfMigrations = true;
                    requireList(name);
                    readList("a migration with a uuid, as nova has it since microversion 2.59,");
                }
                case "servers_links", "migrations_links" -> readLinks(name);
                default -> json.skipChildren();
            }
        }
        if (!isOfServers && !isOfMigrations) {
            throw wrong("expected a list of ids, or an object with servers or migrations");
        }
    }

    private void requireList(String name) {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            throw wrong("expected a list of " + name);
        }
    }

    private void readList(String what) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            long line = json.currentTokenLocation().getLineNr();
            if (json.hasToken(JsonToken.VALUE_STRING)) {
                ids.add(json.getText(), line);
                continue;
            }
            Map<String, String> fields = texts();
            String id = Optional.ofNullable(fields.get("uuid"))
                    .or(() -> Optional.ofNullable(fields.get("id")))
                    .or(() -> Optional.ofNullable(fields.get("ID")))
                    .orElseThrow(() -> new LiveListException("line " + line + ": expected " + what + " in the list"));
            ids.add(id, line);
        }
    }

    /** The texts of the object that begins here, by name; none of what is no object. */
    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            return texts;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                texts.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return texts;
    }

    private void readLinks(String name) throws IOException {
        requireList(name);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Map<String, String> link = texts();
            if ("next".equals(link.get("rel"))) {
                next = Optional.of(Optional.ofNullable(link.get("href")).orElseThrow(() -> wrong("expected an href")));
            }
        }
    }

    private LiveListException wrong(String expected) {
        return new LiveListException("line " + json.currentTokenLocation().getLineNr() + ": " + expected);
    }
}
