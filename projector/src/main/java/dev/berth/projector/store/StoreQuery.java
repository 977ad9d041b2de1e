package dev.berth.projector.store;

import org.apache.kafka.streams.query.Query;

/**
 * A question about a store as a whole, asked of each copy with {@code KafkaStreams.query}. Answered on the calling
 * thread.
 *
 * @param <R> the answer
 */
public sealed interface StoreQuery<R> extends Query<R>
        permits CopyQuery, CopiedRegionQuery, OpenStoreQuery, StoredQuery {
    R answer(RegionStore store);
}
