package dev.berth.projector;

import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/** The copies of stores that this instance has, asked with interactive queries. Any thread. */
interface Copies {
    /** What the copy of a partition answers; null or a failure if this instance has none. */
    <R> QueryResult<R> ask(int partition, Query<R> query);
}
