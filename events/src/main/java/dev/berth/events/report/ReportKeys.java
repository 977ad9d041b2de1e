package dev.berth.events.report;

import dev.berth.events.model.HostKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 (RFC 8032) as reports use it, and files that an auditor keeps: keys to and from their usual forms, signing
 * and checking. Who signs puts its purpose first into the bytes, so that no signature fits elsewhere. Stateless: any
 * thread may call it.
 */
public final class ReportKeys {
    public static final int SIGNATURE_LENGTH = 64;

    private static final String ALGORITHM = "Ed25519";

    /** What stands before the 32 bytes of a public key in X.509's form. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PEM_END = "-----END PRIVATE KEY-----";
    private static final int PEM_LINE = 64;

    private ReportKeys() {}

    public static PrivateKey generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair().getPrivate();
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    /** The public half of a private key. */
    public static HostKey publicKey(PrivateKey key) {
        byte[] seed = ((EdECPrivateKey) key)
                .getBytes()
                .orElseThrow(() -> new IllegalArgumentException("expected a private key that shows its bytes"));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            byte[] x509 = generator.generateKeyPair().getPublic().getEncoded();
            byte[] raw = new byte[HostKey.LENGTH];
            System.arraycopy(x509, x509.length - raw.length, raw, 0, raw.length);
            return HostKey.ofBytes(raw);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Java makes the public half of a key only of a new pair, so here is one whose random bytes are known. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    /** A private key as a PEM file has it, PKCS #8, as {@code openssl genpkey -algorithm ed25519} writes it. */
    public static String toPem(PrivateKey key) {
        String base64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return PEM_BEGIN + "\n" + base64 + "\n" + PEM_END + "\n";
    }

    /**
     * The private key in a PEM file.
     *
     * @throws IllegalArgumentException if there is none of Ed25519 in it
     */
    public static PrivateKey fromPem(String pem) {
        int begin = pem.indexOf(PEM_BEGIN);
        int end = pem.indexOf(PEM_END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("expected a PEM file with '" + PEM_BEGIN + "' in it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + PEM_BEGIN.length(), end));
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an Ed25519 private key in PKCS #8", e);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    /** The key's signature of the bytes, {@link #SIGNATURE_LENGTH} long. */
    public static byte[] sign(PrivateKey key, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Whether the signature is the key's; a key that is no point of the curve has none. */
    public static boolean verifies(HostKey key, byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(x509(key));
            check.update(bytes);
            return check.verify(signature);
        } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    private static PublicKey x509(HostKey key) throws InvalidKeySpecException, NoSuchAlgorithmException {
        byte[] encoded = new byte[X509_PREFIX.length + HostKey.LENGTH];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(key.bytes(), 0, encoded, X509_PREFIX.length, HostKey.LENGTH);
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("expected this Java to have " + ALGORITHM + " but it failed", e);
    }
}
