package dev.berth.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.HostKey;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is enrolled as a key can be one, and proves something. */
class EnrolmentKeyTest {
    private static final String HEX = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @Test
    void takesHexAndBase64OfEitherAlphabet() {
        byte[] bytes = HexFormat.of().parseHex(HEX);
        HostKey key = new HostKey(HEX);
        assertThat(EnrolmentKey.read(HEX)).isEqualTo(key);
        assertThat(EnrolmentKey.read(HEX.toUpperCase(Locale.ROOT))).isEqualTo(key);
        assertThat(EnrolmentKey.read(Base64.getEncoder().encodeToString(bytes))).isEqualTo(key);
        assertThat(EnrolmentKey.read(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .isEqualTo(key);
    }

    @Test
    void takesEveryKeyThatJavaMakes() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
        for (int i = 0; i < 20; i++) {
            byte[] encoded = keys.generateKeyPair().getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - HostKey.LENGTH, encoded.length);
            assertThat(EnrolmentKey.read(HexFormat.of().formatHex(raw)).bytes()).isEqualTo(raw);
        }
    }

    /** About half of all bytes are a point. */
    @Test
    void knowsPointsOfTheCurveAsJavaDoes() throws Exception {
        Random random = new Random(7);
        int points = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[HostKey.LENGTH];
            random.nextBytes(bytes);
            bytes[HostKey.LENGTH - 1] &= (byte) 0xbf;
            assertThat(isTaken(HexFormat.of().formatHex(bytes)))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(isPoint(bytes));
            points += isPoint(bytes) ? 1 : 0;
        }
        assertThat(points).isBetween(100, 200);
    }

    /** The points of order 1, 2, 4 and 8, and numbers that are not below the prime. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesPointsThatProveNothing(String hex) {
        assertThat(isTaken(hex)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "d75a", "not a key", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751zz"})
    void refusesTextsThatAreNoKeys(String text) {
        assertThatThrownBy(() -> EnrolmentKey.read(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail())
                                .isEqualTo("expected an Ed25519 public key of 32 bytes in hex or base64, but got a "
                                        + "text that"
                                        + " is not one"));
    }

    private static boolean isTaken(String text) {
        try {
            EnrolmentKey.read(text);
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }

    private static boolean isPoint(byte[] littleEndian) throws Exception {
        byte[] bytes = littleEndian.clone();
        boolean isOdd = (bytes[bytes.length - 1] & 0x80) != 0;
        bytes[bytes.length - 1] &= 0x7f;
        for (int i = 0; i < bytes.length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
        EdECPoint point = new EdECPoint(isOdd, new BigInteger(1, bytes));
        try {
            Signature.getInstance("Ed25519")
                    .initVerify(KeyFactory.getInstance("Ed25519")
                            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
            return true;
        } catch (InvalidKeyException none) {
            return false;
        }
    }
}
