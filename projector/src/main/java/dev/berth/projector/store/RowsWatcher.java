package dev.berth.projector.store;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hears of restored rows, on the thread that restores them. */
interface RowsWatcher {
    /** The rows are about to be written; the value of one that goes is null. */
    void restoring(Collection<ConsumerRecord<byte[], byte[]>> batch);

    /** They were written. */
    void restored();
}
