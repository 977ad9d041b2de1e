package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import java.util.HexFormat;

/**
 * The Ed25519 public key by which the reports of a host are known to be its own, as RFC 8032 writes it. Whether the
 * bytes are a point of the curve is not looked at here; a key that is none verifies nothing.
 *
 * @param hex 64 hex digits, lower case
 */
public record HostKey(String hex) implements Comparable<HostKey> {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    public HostKey {
        if (!isHex(hex)) {
            throw new MalformedException(
                    "expected the key of a host in " + 2 * LENGTH + " hex digits, lower case, but got " + quoted(hex));
        }
    }

    /** The key with these 32 bytes. */
    public static HostKey ofBytes(byte[] bytes) {
        return new HostKey(HexFormat.of().formatHex(bytes));
    }

    /** Whether the text is one that a key has. */
    public static boolean isHex(String text) {
        return text.length() == 2 * LENGTH && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(HostKey other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
