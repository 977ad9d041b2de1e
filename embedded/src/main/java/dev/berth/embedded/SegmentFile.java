package dev.berth.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * One file of a partition, as batches of records:
 *
 * <pre>
 *   base offset 8 · length 4 · leader epoch 4 · magic 1 · CRC-32C 4 · [ attributes 2 · last offset delta 4 · … ]
 *                   of all behind it                                  of all in brackets
 * </pre>
 *
 * For one thread.
 */
final class SegmentFile {
    private static final int LENGTH_AT = 8;
    private static final int MAGIC_AT = 16;
    private static final int CRC_AT = 17;
    private static final int CHECKED_AT = 21;
    private static final int LAST_DELTA_AT = 23;
    private static final int HEADER = 61;
    private static final int BEHIND_LENGTH = 12;
    private static final byte MAGIC = 2;

    private final ByteBuffer bytes;

    /** The offset of the record that comes next, as far as was read. */
    private long next;

    private SegmentFile(ByteBuffer bytes, long base) {
        this.bytes = bytes;
        this.next = base;
    }

    /**
     * A place at which a file is damaged although it goes on.
     *
     * @param at in bytes from the beginning of the file
     * @param offset of the record that should stand there
     * @param last the offset of the last whole record behind it
     */
    record Damage(long at, long offset, long last) {}

    /** Where whole batches stand behind one that is not whole; one that is torn at the end of the file is no damage. */
    static Optional<Damage> damage(Path file) throws IOException {
        String name = file.getFileName().toString();
        long base = Long.parseLong(name.substring(0, name.indexOf('.')));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = Math.min(channel.size(), Integer.MAX_VALUE);
            return new SegmentFile(channel.map(FileChannel.MapMode.READ_ONLY, 0, size), base).damage();
        }
    }

    private Optional<Damage> damage() {
        int at = pass(0);
        long offset = next;
        int begin = at;
        OptionalLong last = OptionalLong.empty();
        while (at >= 0 && at < bytes.limit()) {
            at = firstWholeBehind(at);
            if (at >= 0) {
                at = pass(at);
                last = OptionalLong.of(next - 1);
            }
        }
        return last.isPresent() ? Optional.of(new Damage(begin, offset, last.getAsLong())) : Optional.empty();
    }

    /** Passes whole batches; where the first begins that is none. */
    private int pass(int from) {
        int at = from;
        while (isWhole(at)) {
            next = bytes.getLong(at) + bytes.getInt(at + LAST_DELTA_AT) + 1;
            at += BEHIND_LENGTH + bytes.getInt(at + LENGTH_AT);
        }
        return at;
    }

    /** Where the next whole batch begins; -1 if none does. */
    private int firstWholeBehind(int damaged) {
        for (int at = damaged + 1; at <= bytes.limit() - HEADER; at++) {
            if (isWhole(at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isWhole(int at) {
        if (at > bytes.limit() - HEADER || bytes.get(at + MAGIC_AT) != MAGIC || bytes.getLong(at) < next) {
            return false;
        }
        int length = bytes.getInt(at + LENGTH_AT);
        if (length < HEADER - BEHIND_LENGTH || length > bytes.limit() - at - BEHIND_LENGTH) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(at + CHECKED_AT, length + BEHIND_LENGTH - CHECKED_AT));
        return (int) crc.getValue() == bytes.getInt(at + CRC_AT);
    }
}
