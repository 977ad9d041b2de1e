package dev.berth.projector.store;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.Optional;
import org.apache.kafka.streams.query.Query;

/**
 * A question about one region, asked of the store of its partition with {@code KafkaStreams.query}. Answered on the
 * calling thread from one snapshot, so all of an answer stands at one position.
 *
 * @param <R> the answer
 */
public interface RegionQuery<R> extends Query<R> {
    Region region();

    /**
     * The position that the snapshot must have reached, or the query fails with {@code NOT_UP_TO_BOUND}. Streams drops
     * a bound of its own where the active copy is required, so it stands here.
     */
    default Optional<Position> atLeast() {
        return Optional.empty();
    }

    /** The answer; the snapshot is that of an empty region where nothing was written to it. */
    R answer(RegionSnapshot snapshot);
}
