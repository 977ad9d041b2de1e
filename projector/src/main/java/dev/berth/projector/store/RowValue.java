package dev.berth.projector.store;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.StateCodec;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Usage;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.ReplyBytes;
import dev.berth.ledger.state.RecentCommands;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The values of rows to and from bytes, as far as they are not plain records of {@link StateCodec}; null for no row.
 */
final class RowValue {
    private static final byte[] NOTHING = {};
    private static final int POSITION_BYTES = Integer.BYTES + 2 * Long.BYTES;

    private static final int RECENT_BYTES = 3 * Long.BYTES + POSITION_BYTES;

    private RowValue() {}

    /** Where and why a region has stopped. */
    record Stop(Position position, String reason) {}

    /** What a claim changes of a provider: its generation, when that was, and what is used of it. */
    record Used(long generation, long updatedAtMs, ImmutableSortedMap<ResourceClass, Long> amounts) {
        /** What a provider has of it; the amounts are not in it. */
        static Used of(Provider provider) {
            return new Used(provider.generation(), provider.updatedAtMs(), ImmutableSortedMap.of());
        }

        /** The provider, of which its own row says the rest. */
        Provider in(Provider rest) {
            return rest.withGeneration(generation, updatedAtMs);
        }
    }

    /** What the command with this number was answered, as {@link ReplyBytes} has it. */
    record Answer(long number, byte[] bytes) {}

    /** A record of the log at a stop or behind it: where it stands, and its bytes, null if it has none. */
    record Held(Position position, byte[] raw) {}

    /** What a claim changes of a provider. */
    static byte[] used(Provider provider, ImmutableSortedMap<ResourceClass, Long> amounts) {
        byte[] usage = amounts.isEmpty() ? NOTHING : StateCodec.USAGE.encode(new Usage(provider.id(), amounts));
        return ByteBuffer.allocate(2 * Long.BYTES + usage.length)
                .putLong(provider.generation())
                .putLong(provider.updatedAtMs())
                .put(usage)
                .array();
    }

    static Used used(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long generation = buffer.getLong();
        long updatedAtMs = buffer.getLong();
        byte[] usage = rest(buffer);
        return new Used(
                generation,
                updatedAtMs,
                usage.length == 0
                        ? ImmutableSortedMap.of()
                        : StateCodec.USAGE.decode(usage).amounts());
    }

    /** A provider but for what {@link #used} has of it. */
    static byte[] provider(Provider provider) {
        return StateCodec.PROVIDER.encode(provider.withGeneration(0, 0));
    }

    static byte[] pools(HostPools pools) {
        return pools.rows().isEmpty() ? null : StateCodec.HOST_POOLS.encode(pools);
    }

    /** When a name was made, or the number of a report. */
    static byte[] number(OptionalLong number) {
        return number.isEmpty()
                ? null
                : ByteBuffer.allocate(Long.BYTES).putLong(number.getAsLong()).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    /** Number, id and position of each; what they were answered is not in it. */
    static byte[] recent(List<RecentCommands.Entry> entries) {
        ByteBuffer buffer = ByteBuffer.allocate(entries.size() * RECENT_BYTES);
        for (RecentCommands.Entry entry : entries) {
            UUID id = entry.commandId().value();
            buffer.putLong(entry.number()).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            put(buffer, entry.position());
        }
        return buffer.array();
    }

    static List<RecentCommands.Entry> recent(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<RecentCommands.Entry> entries = new ArrayList<>(bytes.length / RECENT_BYTES);
        while (buffer.hasRemaining()) {
            long number = buffer.getLong();
            CommandId id = new CommandId(new UUID(buffer.getLong(), buffer.getLong()));
            entries.add(new RecentCommands.Entry(number, id, position(buffer), Optional.empty()));
        }
        return entries;
    }

    /** What a remembered command was answered; null if nothing is kept of it. */
    static byte[] answer(RecentCommands.Entry entry) {
        return entry.answered()
                .map(ReplyBytes::of)
                .map(bytes -> ByteBuffer.allocate(Long.BYTES + bytes.length)
                        .putLong(entry.number())
                        .put(bytes)
                        .array())
                .orElse(null);
    }

    static Answer answer(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Answer(buffer.getLong(), rest(buffer));
    }

    static byte[] stop(Optional<RegionStop> stop) {
        if (stop.isEmpty()) {
            return null;
        }
        byte[] reason = stop.get().reason().getBytes(StandardCharsets.UTF_8);
        return put(
                        ByteBuffer.allocate(POSITION_BYTES + reason.length),
                        stop.get().position())
                .put(reason)
                .array();
    }

    static Stop stop(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Stop(position(buffer), StandardCharsets.UTF_8.decode(buffer).toString());
    }

    static byte[] held(Position position, byte[] raw) {
        byte[] rest = raw == null ? NOTHING : raw;
        return put(ByteBuffer.allocate(POSITION_BYTES + 1 + rest.length), position)
                .put((byte) (raw == null ? 0 : 1))
                .put(rest)
                .array();
    }

    static Held held(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Position position = position(buffer);
        return new Held(position, buffer.get() == 0 ? null : rest(buffer));
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
