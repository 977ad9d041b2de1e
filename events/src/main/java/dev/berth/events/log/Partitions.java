package dev.berth.events.log;

import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a region's records stand: its name is their key, and the key's murmur2 hash gives their partition, as in every Kafka
 * client by default. So a region has the same partition in both topics, and a tool written in any language finds it.
 */
public final class Partitions {
    private Partitions() {}

    /** The partition of a region in a topic of so many partitions. */
    public static int of(Region region, int count) {
        return Utils.toPositive(Utils.murmur2(key(region))) % count;
    }

    /** The key of a region's records: its name in UTF-8. */
    public static byte[] key(Region region) {
        return region.name().getBytes(StandardCharsets.UTF_8);
    }
}
