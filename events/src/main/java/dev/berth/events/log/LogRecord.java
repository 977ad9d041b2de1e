package dev.berth.events.log;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.RequestDigest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A record as it stands in a topic, not yet decoded. Key and value are null where the record has none. Not compared by content. */
public final class LogRecord {
    private final Position position;
    private final byte[] key;
    private final byte[] value;
    private final Optional<RequestDigest> request;

    LogRecord(Position position, byte[] key, byte[] value, Optional<RequestDigest> request) {
        this.position = position;
        this.key = key;
        this.value = value;
        this.request = request;
    }

    public Position position() {
        return position;
    }

    /** What the key says; null without one. */
    public byte[] key() {
        return key;
    }

    /** What the codec decodes; null without one, which the codec takes. */
    public byte[] value() {
        return value;
    }

    /** What the request came to by which the command was sent; empty if it had no idempotency key. */
    public Optional<RequestDigest> request() {
        return request;
    }

    /** The region that the key names; empty if it names none. */
    public Optional<Region> region() {
        if (key == null) {
            return Optional.empty();
        }
        String name = new String(key, StandardCharsets.UTF_8);
        return Region.isName(name) ? Optional.of(new Region(name)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "record at " + position;
    }
}
