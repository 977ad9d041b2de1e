package dev.berth.projector.store;

import dev.berth.events.model.Region;
import org.apache.kafka.streams.query.Query;

/**
 * A question for all that is so in one region at one position, asked of the store of its partition with {@code
 * KafkaStreams.query}. The answer is that of an empty region where nothing was written to it.
 */
public record SnapshotQuery(Region region) implements Query<RegionSnapshot> {}
