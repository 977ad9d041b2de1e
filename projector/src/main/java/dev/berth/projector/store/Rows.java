package dev.berth.projector.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rows of a store for the thread that owns it: read from the disk, written there and to the changelog. */
final class Rows {
    private final KeyValueStore<Bytes, byte[]> disk;
    private final BiConsumer<Bytes, byte[]> logged;

    /**
     * @param disk what is read
     * @param logged takes what is written, to the disk and to the changelog; a null value deletes
     */
    Rows(KeyValueStore<Bytes, byte[]> disk, BiConsumer<Bytes, byte[]> logged) {
        this.disk = disk;
        this.logged = logged;
    }

    /** Writes a row, or with null deletes it, without counting it. */
    void put(Bytes key, byte[] value) {
        logged.accept(key, value);
    }

    /** A sink that writes what differs and keeps the sums up to date. */
    RowSink countedBy(RowSums sums) {
        return new RowSink() {
            @Override
            public void put(Section section, Bytes key, byte[] before, byte[] value) {
                if (!Arrays.equals(before, value)) {
                    if (before != null) {
                        sums.remove(section, key, before);
                    }
                    if (value != null) {
                        sums.add(section, key, value);
                    }
                    Rows.this.put(key, value);
                }
            }

            @Override
            public void put(Section section, Bytes key, byte[] value) {
                put(section, key, disk.get(key), value);
            }
        };
    }

    /** Makes these the only rows; writes only what differs. */
    void replaceBy(SortedMap<Bytes, byte[]> wanted) {
        List<Bytes> gone = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = disk.all()) {
            while (all.hasNext()) {
                Bytes key = all.next().key;
                if (!wanted.containsKey(key)) {
                    gone.add(key);
                }
            }
        }
        gone.forEach(key -> put(key, null));
        wanted.forEach((key, value) -> {
            if (!Arrays.equals(disk.get(key), value)) {
                put(key, value);
            }
        });
    }

    KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return disk.range(from, to);
    }
}
