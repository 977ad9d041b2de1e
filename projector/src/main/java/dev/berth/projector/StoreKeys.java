package dev.berth.projector;

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
 * How keys are laid out in the stores. The region comes first, so that a partition may hold several, and each of them
 * lies together.
 *
 * <pre>
 * providers, consumers, hosts, usage,
 * pci-pools:                            region | 00 | id (16 bytes)
 * devices:                              region | 00 | host's id (16 bytes) | address (8 bytes)
 * catalogue:                            region | 00 | 'c' | name             custom resource class -> createdAtMs
 *                                       region | 00 | 't' | name             custom trait          -> createdAtMs
 *                                       region | 00 | 'f' | name             PCI flavor
 *                                       region | 00 | 'r'                    version of the rules
 *                                       region | 00 | 'd' | slot (2 bytes)   recent command and its reply; slot = number mod window
 *                                       region | 00 | 'p'                    last command taken, if it is no recent one
 *                                       region | 00 | 'h'                    head of the chain of decisions
 *                                       region | 00 | 's'                    where and why the region has stopped
 *                                       region | 00 | 'w' | offset (8 bytes) the record of the stop, or one that waits behind it
 * </pre>
 */
final class StoreKeys {
    static final byte CUSTOM_CLASS = 'c';
    static final byte CUSTOM_TRAIT = 't';
    static final byte FLAVOR = 'f';
    static final byte RULES = 'r';
    static final byte DECIDED = 'd';
    static final byte POSITION = 'p';
    static final byte CHAIN = 'h';
    static final byte STOP = 's';
    static final byte WAITING = 'w';

    private StoreKeys() {}

    static Bytes of(Region region, ProviderId provider) {
        return of(region, provider.value());
    }

    static Bytes of(Region region, ConsumerId consumer) {
        return of(region, consumer.value());
    }

    /** Devices of one host lie together, in order of their addresses. */
    static Bytes of(Region region, ProviderId host, PciAddress address) {
        byte[] prefix = of(region, host).get();
        return new Bytes(ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(address.toLong())
                .array());
    }

    private static Bytes of(Region region, UUID id) {
        byte[] name = name(region);
        return new Bytes(ByteBuffer.allocate(name.length + 1 + 2 * Long.BYTES)
                .put(name)
                .put((byte) 0)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    static Bytes of(Region region, ResourceClass custom) {
        return of(region, CUSTOM_CLASS, custom.name().getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes of(Region region, Trait custom) {
        return of(region, CUSTOM_TRAIT, custom.name().getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes flavor(Region region, String name) {
        return of(region, FLAVOR, name.getBytes(StandardCharsets.UTF_8));
    }

    static Bytes rules(Region region) {
        return of(region, RULES, new byte[0]);
    }

    static Bytes decided(Region region, int slot) {
        return of(
                region,
                DECIDED,
                ByteBuffer.allocate(Short.BYTES).putShort((short) slot).array());
    }

    static Bytes position(Region region) {
        return of(region, POSITION, new byte[0]);
    }

    static Bytes chain(Region region) {
        return of(region, CHAIN, new byte[0]);
    }

    static Bytes stop(Region region) {
        return of(region, STOP, new byte[0]);
    }

    static Bytes waiting(Region region, long offset) {
        return of(
                region, WAITING, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }

    private static Bytes of(Region region, byte kind, byte[] rest) {
        byte[] name = name(region);
        return new Bytes(ByteBuffer.allocate(name.length + 2 + rest.length)
                .put(name)
                .put((byte) 0)
                .put(kind)
                .put(rest)
                .array());
    }

    private static byte[] name(Region region) {
        return region.name().getBytes(StandardCharsets.US_ASCII);
    }

    /** The region that a key belongs to. */
    static Region region(Bytes key) {
        byte[] bytes = key.get();
        return new Region(new String(bytes, 0, separator(bytes), StandardCharsets.US_ASCII));
    }

    /** The kind of a key of the catalogue. */
    static byte kind(Bytes key) {
        return key.get()[separator(key.get()) + 1];
    }

    /** What follows the kind in a key of the catalogue. */
    static ByteBuffer rest(Bytes key) {
        byte[] bytes = key.get();
        int start = separator(bytes) + 2;
        return ByteBuffer.wrap(bytes, start, bytes.length - start);
    }

    private static int separator(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            if (key[i] == 0) {
                return i;
            }
        }
        throw new IllegalStateException("expected a store key with a region but got " + Bytes.wrap(key));
    }
}
