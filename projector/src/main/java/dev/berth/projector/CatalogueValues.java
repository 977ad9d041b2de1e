package dev.berth.projector;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.ledger.RecentCommands;
import dev.berth.ledger.RegionStop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The small values of the catalogue store to and from bytes; see {@link StoreKeys} for their keys. */
final class CatalogueValues {
    private static final int POSITION_BYTES = Integer.BYTES + 2 * Long.BYTES;

    private CatalogueValues() {}

    /** Where and why a region has stopped. */
    record Stop(Position position, String reason) {}

    /** A record of the log at a stop or behind it: where it stands, and its bytes, null if it has none. */
    record Waiting(Position position, byte[] raw) {}

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] position(Position position) {
        return put(ByteBuffer.allocate(POSITION_BYTES), position).array();
    }

    static Position position(byte[] bytes) {
        return position(ByteBuffer.wrap(bytes));
    }

    static byte[] recent(RecentCommands.Entry entry) {
        UUID id = entry.commandId().value();
        ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES + POSITION_BYTES)
                .putLong(entry.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return put(buffer, entry.position()).array();
    }

    static RecentCommands.Entry recent(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RecentCommands.Entry(
                buffer.getLong(), new CommandId(new UUID(buffer.getLong(), buffer.getLong())), position(buffer));
    }

    static byte[] stop(RegionStop stop) {
        byte[] reason = stop.reason().getBytes(StandardCharsets.UTF_8);
        return put(ByteBuffer.allocate(POSITION_BYTES + reason.length), stop.position())
                .put(reason)
                .array();
    }

    static Stop stop(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Stop(position(buffer), StandardCharsets.UTF_8.decode(buffer).toString());
    }

    static byte[] waiting(Position position, byte[] raw) {
        boolean isEmpty = raw == null;
        return put(ByteBuffer.allocate(POSITION_BYTES + 1 + (isEmpty ? 0 : raw.length)), position)
                .put((byte) (isEmpty ? 0 : 1))
                .put(isEmpty ? new byte[0] : raw)
                .array();
    }

    static Waiting waiting(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Position position = position(buffer);
        if (buffer.get() == 0) {
            return new Waiting(position, null);
        }
        byte[] raw = new byte[buffer.remaining()];
        buffer.get(raw);
        return new Waiting(position, raw);
    }

    private static ByteBuffer put(ByteBuffer buffer, Position position) {
        return buffer.putInt(position.partition()).putLong(position.offset()).putLong(position.timestampMs());
    }

    private static Position position(ByteBuffer buffer) {
        return new Position(buffer.getInt(), buffer.getLong(), buffer.getLong());
    }
}
