package dev.berth.projector.store;

import dev.berth.events.model.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * How many rows each section of a region has, and the sum of their SHA-256. A row that comes or goes changes both at
 * once, in whatever order, so they are kept up to date by every commit at the cost of what it writes. They tell a
 * damaged, lost or added row; they are no proof against somebody who computes rows to deceive: that is what audits are
 * for. For one thread.
 */
final class RowSums {
    private static final int LANES = Sha256.LENGTH / Long.BYTES;
    private static final int SECTIONS = Section.values().length;

    /** The size of {@link #toBytes}. */
    static final int BYTES = SECTIONS * (LANES + 1) * Long.BYTES;

    private final long[] counts = new long[SECTIONS];
    private final long[] sums = new long[SECTIONS * LANES];
    private final MessageDigest sha256 = Sha256.algorithm();

    void add(Section section, Bytes key, byte[] value) {
        count(section, key, value, 1);
    }

    void remove(Section section, Bytes key, byte[] value) {
        count(section, key, value, -1);
    }

    private void count(Section section, Bytes key, byte[] value, int sign) {
        counts[section.ordinal()] += sign;
        ByteBuffer hash = hash(key, value);
        for (int lane = 0; lane < LANES; lane++) {
            sums[section.ordinal() * LANES + lane] += sign * hash.getLong();
        }
    }

    private ByteBuffer hash(Bytes key, byte[] value) {
        int length = key.get().length;
        sha256.update(new byte[] {(byte) (length >>> 8), (byte) length});
        sha256.update(key.get());
        return ByteBuffer.wrap(sha256.digest(value));
    }

    /** The sections of which the other has other rows, each with both numbers. */
    List<String> differences(RowSums other) {
        return differences(other, Section.values());
    }

    /** As above, for these sections only. */
    List<String> differences(RowSums other, Section... sections) {
        List<String> differences = new ArrayList<>();
        for (Section section : sections) {
            int at = section.ordinal();
            int lanes = at * LANES;
            boolean isSame = counts[at] == other.counts[at]
                    && Arrays.equals(sums, lanes, lanes + LANES, other.sums, lanes, lanes + LANES);
            if (!isSame) {
                differences.add(section + " with " + counts[at] + " rows for " + other.counts[at]);
            }
        }
        return differences;
    }

    byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        for (int section = 0; section < SECTIONS; section++) {
            buffer.putLong(counts[section]);
            for (int lane = 0; lane < LANES; lane++) {
                buffer.putLong(sums[section * LANES + lane]);
            }
        }
        return buffer.array();
    }

    static RowSums read(ByteBuffer buffer) {
        RowSums read = new RowSums();
        for (int section = 0; section < SECTIONS; section++) {
            read.counts[section] = buffer.getLong();
            for (int lane = 0; lane < LANES; lane++) {
                read.sums[section * LANES + lane] = buffer.getLong();
            }
        }
        return read;
    }
}
