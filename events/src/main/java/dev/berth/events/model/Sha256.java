package dev.berth.events.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** A SHA-256 as a value: 32 bytes, in their order. Immutable. */
public record Sha256(long first, long second, long third, long fourth) {
    /** Stands where there is nothing to hash. */
    public static final Sha256 NONE = new Sha256(0, 0, 0, 0);

    public static final int LENGTH = 32;

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    /** One for each thread, for what is hashed at once: to make it costs more than to hash most records. */
    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Sha256::algorithm);

    /** The hash of these pieces, one behind the other. */
    public static Sha256 of(byte[]... pieces) {
        MessageDigest digest = OF_THREAD.get();
        digest.reset();
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return ofBytes(digest.digest());
    }

    /** The hash with these 32 bytes. */
    public static Sha256 ofBytes(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new MalformedException("expected a hash of " + LENGTH + " bytes but got " + hash.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(hash);
        return new Sha256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** The algorithm itself, for what is hashed in pieces; one thread may use it. */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected every Java to have SHA-256 but this has not", e);
        }
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** The first half as a UUID, with the version 8 that RFC 9562 keeps for ids made by a rule of one's own. */
    public UUID toUuid() {
        return new UUID(first & ~0xf000L | VERSION_8, second & ~0xc000_0000_0000_0000L | VARIANT_RFC);
    }

    /** 64 hex digits, lower case. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
