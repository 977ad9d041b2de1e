package dev.berth.events.log;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * A record as it stands in a topic, not yet decoded. Key and value are null where the record has none. Not compared by
 * content.
 */
public final class LogRecord {
    private final Position position;
    private final byte[] key;
    private final byte[] value;
    private final int partitions;
    private final Optional<Region> region;

    /**
     * @param partitions how many partitions the topic has
     */
    public LogRecord(Position position, byte[] key, byte[] value, int partitions) {
        this.position = position;
        this.key = key;
        this.value = value;
        this.partitions = partitions;
        this.region = Partitions.regionOf(key, position.partition(), partitions);
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

    /**
     * The region that the record belongs to; empty if it is foreign, which changes no region. See {@link Partitions}.
     */
    public Optional<Region> region() {
        return region;
    }

    /** The region that the key names, if that is at home in another partition; see {@link Partitions}. */
    public Optional<Region> regionElsewhere() {
        return region.isPresent() ? Optional.empty() : Partitions.named(key);
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return partitions;
    }

    /** Why no region is there, in words that are safe to print. */
    public String whyForeign() {
        return Partitions.whyForeign(key, partitions);
    }

    @Override
    public String toString() {
        return "record at " + position;
    }
}
