package dev.berth.events.log;

import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.Uuid;

/**
 * What stood at one offset of one partition of the log, kept so that the log can be recognised later: a log that has
 * something else there, or nothing, does not continue what was decided.
 *
 * @param topicId Kafka's id of the topic; a topic that is made again under the same name has another
 * @param sha256 of the record's time, key and value, in hexadecimal
 */
public record LogMark(Uuid topicId, long offset, String sha256) {
    private static final byte[] NOTHING = {};

    /** The mark of a record; key and value are null where it has none. */
    public static LogMark of(Uuid topicId, Position position, byte[] key, byte[] value) {
        byte[] head = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(position.timestampMs())
                .putInt(length(key))
                .array();
        byte[] between =
                ByteBuffer.allocate(Integer.BYTES).putInt(length(value)).array();
        Sha256 hash = Sha256.of(head, key == null ? NOTHING : key, between, value == null ? NOTHING : value);
        return new LogMark(topicId, position.offset(), hash.toString());
    }

    /** Goes before the bytes, so that none can change from key to value unseen; what is missing has one of its own. */
    private static int length(byte[] bytes) {
        return bytes == null ? -1 : bytes.length;
    }

    /** The mark of a record as it was read. */
    public static LogMark of(Uuid topicId, LogRecord message) {
        return of(topicId, message.position(), message.key(), message.value());
    }

    /** 56 bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(3 * Long.BYTES + Sha256.LENGTH)
                .putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .putLong(offset)
                .put(HexFormat.of().parseHex(sha256))
                .array();
    }

    /** A mark from {@link #toBytes()}. */
    public static LogMark fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Uuid topicId = new Uuid(buffer.getLong(), buffer.getLong());
        long offset = buffer.getLong();
        byte[] sha256 = new byte[Sha256.LENGTH];
        buffer.get(sha256);
        return new LogMark(topicId, offset, HexFormat.of().formatHex(sha256));
    }
}
