package dev.berth.projector.store;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * How keys are laid out in the store. The region comes first and then the section, so that what is read together lies
 * together.
 *
 * <pre>
 * 00                                            seal of the partition
 * region | 00 | 'z'                             seal of the region
 * region | 00 | 'p', 'c', 'h', 'e', 'n', 'x', 'u', 'o' | id (16 bytes)
 * region | 00 | 'd' | host's id (16 bytes) | address (8 bytes)
 * region | 00 | 'k', 't', 'f' | name
 * region | 00 | 'r' | number of the block of slots (2 bytes)
 * region | 00 | 'a' | slot (2 bytes)
 * region | 00 | 's'
 * region | 00 | 'w' | offset (8 bytes)
 * </pre>
 */
final class RowKey {
    static final Bytes PARTITION_SEAL = Bytes.wrap(new byte[] {0});
    static final byte SEAL = 'z';

    private static final byte[] NOTHING = {};

    private RowKey() {}

    static Bytes of(Region region, Section section, ProviderId provider) {
        return of(region, section.letter(), id(provider.value()));
    }

    static Bytes of(Region region, ConsumerId consumer) {
        return of(region, Section.CONSUMERS.letter(), id(consumer.value()));
    }

    /** Devices of one host lie together, in order of their addresses. */
    static Bytes of(Region region, ProviderId host, PciAddress address) {
        return of(
                region,
                Section.DEVICES.letter(),
                ByteBuffer.allocate(3 * Long.BYTES)
                        .put(id(host.value()))
                        .putLong(address.toLong())
                        .array());
    }

    static Bytes of(Region region, ResourceClass custom) {
        return of(region, Section.CLASSES.letter(), custom.name().getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes of(Region region, Trait custom) {
        return of(region, Section.TRAITS.letter(), custom.name().getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes flavor(Region region, String name) {
        return of(region, Section.FLAVORS.letter(), name.getBytes(StandardCharsets.UTF_8));
    }

    static Bytes recent(Region region, int block) {
        return of(region, Section.RECENT.letter(), number(block));
    }

    static Bytes answer(Region region, int slot) {
        return of(region, Section.ANSWERS.letter(), number(slot));
    }

    static Bytes stop(Region region) {
        return of(region, Section.STOP.letter(), NOTHING);
    }

    static Bytes held(Region region, long offset) {
        return of(
                region,
                Section.HELD.letter(),
                ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }

    static Bytes seal(Region region) {
        return of(region, SEAL, NOTHING);
    }

    /** The first key that a row of the section can have. */
    static Bytes first(Region region, Section section) {
        return of(region, section.letter(), NOTHING);
    }

    /** A key behind all rows of the section and before those of the next. */
    static Bytes behind(Region region, Section section) {
        return of(region, (byte) (section.letter() + 1), NOTHING);
    }

    /** The region that a key belongs to; null if it has none. */
    static Region region(Bytes key) {
        byte[] bytes = key.get();
        int separator = separator(bytes);
        return separator < 1 || separator + 1 >= bytes.length
                ? null
                : new Region(new String(bytes, 0, separator, StandardCharsets.US_ASCII));
    }

    /** Whether the key is one of the region, which may be null. */
    static boolean isOf(Bytes key, Region region) {
        byte[] bytes = key.get();
        int length = region == null ? 0 : region.name().length();
        if (length == 0 || bytes.length <= length || bytes[length] != 0) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] != region.name().charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The letter of the section, or {@link #SEAL}. */
    static byte letter(Bytes key) {
        return key.get()[separator(key.get()) + 1];
    }

    static UUID id(Bytes key) {
        ByteBuffer rest = rest(key);
        return new UUID(rest.getLong(), rest.getLong());
    }

    static PciAddress address(Bytes key) {
        ByteBuffer rest = rest(key);
        return PciAddress.ofLong(rest.getLong(rest.position() + 2 * Long.BYTES));
    }

    /** The offset of a record that is held. */
    static long offset(Bytes key) {
        return rest(key).getLong();
    }

    static String name(Bytes key) {
        return StandardCharsets.UTF_8.decode(rest(key)).toString();
    }

    private static ByteBuffer rest(Bytes key) {
        int start = separator(key.get()) + 2;
        return ByteBuffer.wrap(key.get(), start, key.get().length - start);
    }

    private static int separator(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
    }

    private static byte[] id(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static Bytes of(Region region, byte letter, byte[] rest) {
        byte[] name = region.name().getBytes(StandardCharsets.US_ASCII);
        return new Bytes(ByteBuffer.allocate(name.length + 2 + rest.length)
                .put(name)
                .put((byte) 0)
                .put(letter)
                .put(rest)
                .array());
    }
}
