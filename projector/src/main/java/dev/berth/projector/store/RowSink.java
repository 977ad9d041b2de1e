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

    /**
     * As above, for a row that was not there before: what was written last has none, so nothing is read to find out.
     *
     * @param value null if there is still none
     */
    default void add(Section section, Bytes key, byte[] value) {
        put(section, key, value);
    }
}
