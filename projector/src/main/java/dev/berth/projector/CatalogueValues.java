package dev.berth.projector;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.ReplyBytes;
import dev.berth.ledger.state.RecentCommands;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The small values of the catalogue store to and from bytes; see {@link StoreKeys} for their keys. */
final class CatalogueValues {
    private static final byte[] NOTHING = {};
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

    /** Number, id, position; and of a request with an idempotency key what it was answered. */
    static byte[] recent(RecentCommands.Entry entry) {
        UUID id = entry.commandId().value();
        byte[] answered = entry.answered().map(ReplyBytes::of).orElse(NOTHING);
        ByteBuffer buffer = ByteBuffer.allocate(3 * Long.BYTES + POSITION_BYTES + answered.length)
                .putLong(entry.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return put(buffer, entry.position()).put(answered).array();
    }

    static RecentCommands.Entry recent(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long number = buffer.getLong();
        CommandId id = new CommandId(new UUID(buffer.getLong(), buffer.getLong()));
        Position position = position(buffer);
        byte[] answered = rest(buffer);
        return new RecentCommands.Entry(
                number,
                id,
                position,
                answered.length == 0 ? Optional.empty() : Optional.of(ReplyBytes.read(position, answered)));
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
        byte[] rest = raw == null ? NOTHING : raw;
        return put(ByteBuffer.allocate(POSITION_BYTES + 1 + rest.length), position)
                .put((byte) (raw == null ? 0 : 1))
                .put(rest)
                .array();
    }

    static Waiting waiting(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Position position = position(buffer);
        return new Waiting(position, buffer.get() == 0 ? null : rest(buffer));
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return rest;
    }

    private static ByteBuffer put(ByteBuffer buffer, Position position) {
        return buffer.putInt(position.partition()).putLong(position.offset()).putLong(position.timestampMs());
    }

    private static Position position(ByteBuffer buffer) {
        return new Position(buffer.getInt(), buffer.getLong(), buffer.getLong());
    }
}
