package dev.berth.projector.store;

import org.apache.kafka.common.utils.Bytes;

/** Takes rows, one by one. */
interface RowSink {
    /**
     * The row has this value from now on.
     *
     * @param before what was written last; null if that is none
     * @param value null if there is none
     */
    void put(Section section, Bytes key, byte[] before, byte[] value);

    /** As above, for a row of which it is not known what was written last. */
    default void put(Section section, Bytes key, byte[] value) {
        put(section, key, null, value);
    }
}
