package dev.berth.credentials;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Certificates and keys as OpenSSL writes them: base64 between lines that say what it is. Stateless. */
final class Pem {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** PKCS #8 names the algorithm inside, and Java wants it named outside. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private Pem() {}

    /** All of them, in their order. */
    static Certificate[] certificates(byte[] pem) throws CertificateException {
        Certificate[] found = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem))
                .toArray(new Certificate[0]);
        if (found.length == 0) {
            throw new CertificateException("no certificate");
        }
        return found;
    }

    static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException {
        String text = new String(pem, StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new InvalidKeySpecException(
                    text.contains(" PRIVATE KEY-----")
                            ? "the key is encrypted or in an older form; openssl pkcs8 -topk8 -nocrypt turns it "
                                    + "into PKCS#8"
                            : "no PRIVATE KEY");
        }
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decode(text.substring(begin + BEGIN.length(), end)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException ofAnotherAlgorithm) {
                // The next one may know it.
            }
        }
        throw new InvalidKeySpecException("the key is of none of " + String.join(", ", ALGORITHMS));
    }

    private static byte[] decode(String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }
}
