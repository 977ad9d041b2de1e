package dev.berth.api.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.json.PlainJson;
import dev.berth.events.log.DecidedCommand;
import dev.berth.events.log.DecidedFrom;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.RecordValues;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a watch says, in the form of server-sent events. An event's data is JSON on one line. */
final class WatchText {
    /** How long a client should wait before it connects again. */
    private static final String RETRY = "retry: 1000\n";

    private static final JsonFactory JSON = new JsonFactory();

    private WatchText() {}

    /** The first event: the watch has begun, and from where. */
    static Buffer begin(Region region, Optional<DecidedFrom.Behind> last) {
        return Buffer.buffer(RETRY)
                .appendBuffer(event(
                        "begin", last, ImmutableMap.of("region", region.name(), "resume", last.map(Object::toString))));
    }

    static Buffer decided(DecidedCommand decided) {
        return event(
                "decided",
                Optional.of(new DecidedFrom.Behind(
                        decided.position().partition(), decided.position().offset())),
                RecordValues.of(decided.region(), decided.entry(), decided.decision()));
    }

    /** Says that the watch goes on, and to where it has read; clients take the id and see no event. */
    static Buffer heartbeat(Optional<DecidedFrom.Behind> last) {
        return Buffer.buffer(":\n" + last.map(id -> "id: " + id + "\n").orElse("") + "\n");
    }

    /** The last event: why the watch ends, and where to resume it. */
    static Buffer end(WatchEnd reason, String message, Optional<DecidedFrom.Behind> last) {
        return event(
                "end",
                last,
                ImmutableMap.of("reason", reason.text(), "message", message, "resume", last.map(Object::toString)));
    }

    private static Buffer event(String name, Optional<DecidedFrom.Behind> id, Object data) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes((id.map(known -> "id: " + known + "\n").orElse("") + "event: " + name + "\ndata: ")
                .getBytes(StandardCharsets.UTF_8));
        // The generator escapes control characters, so there is no other end of line in it.
        try (JsonGenerator json = JSON.createGenerator(text)) {
            PlainJson.write(json, data);
        } catch (IOException e) {
            throw new UncheckedIOException("expected a plain value to be written as JSON", e);
        }
        text.writeBytes(new byte[] {'\n', '\n'});
        return Buffer.buffer(text.toByteArray());
    }
}
