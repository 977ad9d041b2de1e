package dev.berth.projector;

import dev.berth.projector.store.OpenStoreQuery;
import dev.berth.projector.store.RegionStore;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsStoppedException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;

/**
 * The copies of stores that Kafka Streams keeps here. A copy is found with {@code KafkaStreams.query}, which looks
 * through all tasks of all threads, and is asked directly from then on until it is closed. Any thread.
 */
final class StreamsCopies implements Copies {
    private static final QueryConfig NOTHING_ELSE = new QueryConfig(false);

    private static final PositionBound UNBOUNDED = PositionBound.unbounded();

    private final KafkaStreams streams;

    /** Weak, for a store that is gone has all of its regions in memory. */
    private final ConcurrentMap<Integer, WeakReference<RegionStore>> found = new ConcurrentHashMap<>();

    StreamsCopies(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public <R> QueryResult<R> ask(int partition, Query<R> query) {
        WeakReference<RegionStore> last = found.get(partition);
        RegionStore known = last == null ? null : last.get();
        if (known != null && known.isOpen()) {
            return ask(known, query);
        }
        QueryResult<RegionStore> store = find(partition);
        if (store == null) {
            return null;
        }
        if (store.isFailure()) {
            return QueryResult.forFailure(store.getFailureReason(), store.getFailureMessage());
        }
        found.put(partition, new WeakReference<>(store.getResult()));
        return ask(store.getResult(), query);
    }

    private static <R> QueryResult<R> ask(RegionStore store, Query<R> query) {
        return store.query(query, UNBOUNDED, NOTHING_ELSE);
    }

    private QueryResult<RegionStore> find(int partition) {
        try {
            return streams.query(StateQueryRequest.inStore(RegionStore.NAME)
                            .withQuery(new OpenStoreQuery())
                            .withPartitions(Set.of(partition)))
                    .getPartitionResults()
                    .get(partition);
        } catch (StreamsNotStartedException | StreamsStoppedException e) {
            return QueryResult.forFailure(FailureReason.NOT_PRESENT, "this instance does not run");
        }
    }
}
