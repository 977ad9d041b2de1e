package dev.berth.api.host;

import dev.berth.api.problem.Problem;
import dev.berth.events.model.HostKey;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Reads the Ed25519 public key of a host: its 32 bytes in hex or base64, with or without the URL alphabet. A text whose
 * bytes are no point of the curve, or one of the few that a signature of anybody's fits, is refused here, because the
 * host would be locked out or open to all without a word. Stateless.
 */
final class EnrolmentKey {
    /** 2^255 - 19, the prime of the curve's field. */
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** The constant of the curve -x² + y² = 1 + d x² y². */
    private static final BigInteger D = BigInteger.valueOf(-121_665)
            .multiply(BigInteger.valueOf(121_666).modInverse(P))
            .mod(P);

    private EnrolmentKey() {}

    /**
     * The key that the text is.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if it is none
     */
    static HostKey read(String text) {
        byte[] bytes = bytes(text);
        if (bytes.length != HostKey.LENGTH || !isUsable(bytes)) {
            throw Problem.badRequest("expected an Ed25519 public key of " + HostKey.LENGTH
                            + " bytes in hex or base64, but got "
                            + (bytes.length == HostKey.LENGTH
                                    ? "bytes that are no point of its curve, or one that proves nothing"
                                    : "a text that is not one"))
                    .exception();
        }
        return HostKey.ofBytes(bytes);
    }

    private static byte[] bytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (HostKey.isHex(lower)) {
            return HexFormat.of().parseHex(lower);
        }
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }

    /** Whether the bytes are the canonical form of a point on the curve whose order is not 8 or less. */
    private static boolean isUsable(byte[] littleEndian) {
        byte[] bigEndian = new byte[HostKey.LENGTH];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
        }
        // The top bit says which of two points it is, and nothing of whether there are any.
        bigEndian[0] &= 0x7f;
        BigInteger y = new BigInteger(1, bigEndian);
        if (y.compareTo(P) >= 0) {
            return false;
        }
        BigInteger ySquared = y.multiply(y).mod(P);
        BigInteger xSquared = ySquared.subtract(BigInteger.ONE)
                .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        boolean isOnCurve =
                xSquared.signum() == 0 || xSquared.modPow(P.shiftRight(1), P).equals(BigInteger.ONE);
        return isOnCurve && !isOfSmallOrder(xSquared, ySquared);
    }

    /**
     * Orders 1 and 2 have x = 0, order 4 has y = 0. A point of order 8 doubles to one of order 4: the y of the double
     * is (x² + y²) / (1 - d x² y²), so x² + y² = 0 there.
     */
    private static boolean isOfSmallOrder(BigInteger xSquared, BigInteger ySquared) {
        return xSquared.signum() == 0
                || ySquared.signum() == 0
                || xSquared.add(ySquared).mod(P).signum() == 0;
    }
}
