package dev.berth.api.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of a token, which stands for the token where that must not be kept. One round of a plain hash is
 * enough because tokens are drawn at random from so many that nobody can try them all; for passwords, which people
 * choose, it would not be. How long it takes to look a digest up says nothing of any use either: anyone who calls
 * cannot choose the digest of what they send. Immutable.
 *
 * @param a the first eight bytes, b to d the others
 */
public record TokenDigest(long a, long b, long c, long d) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BYTES = 32;

    /** Drawn for each process, so that nobody can look for tokens that all fall into one place of a table. */
    private static final long MIXER = new SecureRandom().nextLong() | 1;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(TokenDigest::sha256);

    public static TokenDigest of(String token) {
        return of(SHA_256.get().digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static TokenDigest of(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes);
        return new TokenDigest(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /** Parses the result of {@link #hex}; empty for any other text. */
    static Optional<TokenDigest> parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(of(HEX.parseHex(hex)));
    }

    /** In 64 hexadecimal digits, as sha256sum prints it. */
    public String hex() {
        return HEX.formatHex(ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array());
    }

    @Override
    public int hashCode() {
        return (int) ((a ^ b) * MIXER >>> Integer.SIZE);
    }

    @Override
    public String toString() {
        return "sha256:" + hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("expected every Java to have SHA-256", impossible);
        }
    }
}
