package dev.berth.events.log;

import dev.berth.events.model.Printable;
import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a region's records are at home: its name is their key, and the key's murmur2 hash gives their partition, as
 * Kafka's Java clients do by default; clients in other languages must be told to. So a region has the same partition in
 * both topics, and a tool written in any language finds it.
 *
 * <p>A record that stands elsewhere, or whose key names no region, is <em>foreign</em>: no reader takes it for a record
 * of a region.
 */
public final class Partitions {
    /** How much of a key is shown, in characters; the name of a region is shorter. */
    private static final int KEY_MAX = 100;

    private Partitions() {}

    /** The partition of a region in a topic with this many partitions. */
    public static int of(Region region, int count) {
        return home(key(region), count);
    }

    /** The partition of a key in a topic with this many partitions. */
    public static int home(byte[] key, int count) {
        return Utils.toPositive(Utils.murmur2(key)) % count;
    }

    /** The key of a region's records: its name in UTF-8. */
    public static byte[] key(Region region) {
        return region.name().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The region that a record belongs to; empty if the record is foreign.
     *
     * @param key the record's key, null if it has none
     * @param partition where the record stands
     * @param count how many partitions its topic has
     */
    public static Optional<Region> regionOf(byte[] key, int partition, int count) {
        return named(key).filter(region -> of(region, count) == partition);
    }

    /** Why a record is foreign, in words that are safe to print. */
    public static String whyForeign(byte[] key, int count) {
        return named(key)
                .map(region -> "region " + region + " is at home in partition " + of(region, count)
                        + ", so its sender uses another partitioner than murmur2, or the topic had fewer partitions")
                .orElseGet(() -> key == null
                        ? "it has no key, so it names no region"
                        : "its key '" + Printable.of(new String(key, StandardCharsets.UTF_8), KEY_MAX)
                                + "' names no region");
    }

    /** The region that a key names, wherever it is at home. */
    static Optional<Region> named(byte[] key) {
        return Optional.ofNullable(key)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(Region::isName)
                .map(Region::new);
    }
}
