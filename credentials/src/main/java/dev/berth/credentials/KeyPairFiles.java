package dev.berth.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** A certificate, with the chain that leads to its authority, and its key. */
public record KeyPairFiles(Path certificate, Path key) {
    private static final byte[] PROBE = {1, 2, 3, 4};

    /** The store is made in memory and never leaves it. */
    private static final char[] NO_PASSWORD = {};

    /**
     * What stands in the files now.
     *
     * @throws UnusableFileException if they cannot be read, or the key is not the certificate's
     */
    public X509KeyManager read(FileSum sum) {
        byte[] certificateBytes = sum.add(certificate);
        byte[] keyBytes = sum.add(key);
        X509KeyManager manager;
        try {
            manager = manager(Pem.privateKey(keyBytes), Pem.certificates(certificateBytes));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException("expected a certificate chain in PEM in " + certificate
                    + " and its key, unencrypted PKCS#8 in PEM, in " + key + " but: " + Causes.of(e));
        } finally {
            Arrays.fill(keyBytes, (byte) 0);
        }
        requireThatTheyMatch(manager);
        return manager;
    }

    private static X509KeyManager manager(PrivateKey key, Certificate[] chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return (X509KeyManager) factory.getKeyManagers()[0];
    }

    private void requireThatTheyMatch(X509KeyManager manager) {
        for (String type : new String[] {"RSA", "EC", "EdDSA", "Ed25519", "RSASSA-PSS"}) {
            String[] aliases = manager.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                X509Certificate leaf = manager.getCertificateChain(aliases[0])[0];
                if (!areOfOnePair(manager.getPrivateKey(aliases[0]), leaf.getPublicKey())) {
                    throw new UnusableFileException(
                            "the key in " + key + " is not that of the certificate in " + certificate);
                }
                return;
            }
        }
        throw new UnusableFileException("expected a key of RSA, EC or Ed25519 in " + key);
    }

    private static boolean areOfOnePair(PrivateKey privateKey, PublicKey publicKey) {
        try {
            Signature signature = Signature.getInstance(
                    switch (publicKey.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> publicKey.getAlgorithm();
                    });
            signature.initSign(privateKey);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return certificate + " and " + key;
    }

    /** Whether others than its owner can read the key. */
    public boolean isOpenToAll() {
        return SecretFile.isReadableByAll(key);
    }
}
