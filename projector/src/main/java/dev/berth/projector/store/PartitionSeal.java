package dev.berth.projector.store;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import org.apache.kafka.common.utils.Bytes;

/**
 * The last row of every commit: with it the rows of the partition are complete, and what was written after it belongs
 * to the next.
 *
 * @param regions how many regions have rows
 * @param seals the SHA-256 of their seals, in order of their keys
 * @param mark what stood at the last offset of the log that was taken
 */
record PartitionSeal(int regions, Sha256 seals, LogMark mark) {
    /** The version of the layout of keys and values; rows of another are not read but made again. */
    static final int VERSION = 6;

    private static final int MARK_BYTES = 3 * Long.BYTES + Sha256.LENGTH;
    private static final int SEALED_BYTES = 2 * Integer.BYTES + Sha256.LENGTH + MARK_BYTES;

    /** Behind it a CRC-32C: nothing else vouches for the mark, and a flipped bit there would pass for another log. */
    private static final int BYTES = SEALED_BYTES + Integer.BYTES;

    static PartitionSeal of(SortedMap<Bytes, byte[]> seals, LogMark mark) {
        return new PartitionSeal(seals.size(), hash(seals), mark);
    }

    /** Whether these are the regions' seals of the commit. */
    boolean covers(SortedMap<Bytes, byte[]> found) {
        return found.size() == regions && hash(found).equals(seals);
    }

    private static Sha256 hash(SortedMap<Bytes, byte[]> seals) {
        MessageDigest sha256 = Sha256.algorithm();
        for (Map.Entry<Bytes, byte[]> seal : seals.entrySet()) {
            byte[] key = seal.getKey().get();
            sha256.update(new byte[] {(byte) (key.length >>> 8), (byte) key.length});
            sha256.update(key);
            sha256.update(seal.getValue());
        }
        return Sha256.ofBytes(sha256.digest());
    }

    byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES)
                .putInt(VERSION)
                .putInt(regions)
                .put(seals.bytes())
                .put(mark.toBytes());
        return buffer.putInt(checksum(buffer.array())).array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, SEALED_BYTES);
        return (int) checksum.getValue();
    }

    /**
     * A seal from {@link #toBytes()}.
     *
     * @throws UnreadableRowException if it is none, or one of another version
     */
    static PartitionSeal fromBytes(byte[] bytes) {
        int version = bytes.length < Integer.BYTES ? 0 : ByteBuffer.wrap(bytes).getInt();
        if (version != VERSION || bytes.length != BYTES) {
            throw new UnreadableRowException(
                    "expected rows of version " + VERSION + " but they are of version " + version);
        }
        if (checksum(bytes) != ByteBuffer.wrap(bytes).getInt(SEALED_BYTES)) {
            throw new UnreadableRowException("expected the checksum of the seal to be that of its bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
        int regions = buffer.getInt();
        byte[] seals = new byte[Sha256.LENGTH];
        buffer.get(seals);
        byte[] mark = new byte[MARK_BYTES];
        buffer.get(mark);
        return new PartitionSeal(regions, Sha256.ofBytes(seals), LogMark.fromBytes(mark));
    }
}
