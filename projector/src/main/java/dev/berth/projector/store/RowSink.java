package dev.berth.projector.store;

import org.apache.kafka.common.utils.Bytes;

/** Takes rows, one by one. */
interface RowSink {
    /**
     * The row has this value from now on.
     *
     * @param value null if there is none
     */
    void put(Section section, Bytes key, byte[] value);
}
