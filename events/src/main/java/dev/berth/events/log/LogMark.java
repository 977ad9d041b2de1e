package dev.berth.events.log;

import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
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
    /** The mark of a record; key and value are null where it has none. */
    public static LogMark of(Uuid topicId, Position position, byte[] key, byte[] value) {
        MessageDigest digest = Sha256.algorithm();
        digest.update(
                ByteBuffer.allocate(Long.BYTES).putLong(position.timestampMs()).flip());
        update(digest, key);
        update(digest, value);
        return new LogMark(topicId, position.offset(), HexFormat.of().formatHex(digest.digest()));
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

    /** The length goes first, so that no byte can change from key to value unseen; none has a length of its own. */
    private static void update(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? -1 : bytes.length)
                .flip());
        if (bytes != null) {
            digest.update(bytes);
        }
    }
}
