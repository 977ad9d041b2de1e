package dev.berth.api.tls;

import dev.berth.api.auth.SecretFile;
import dev.berth.api.auth.UnusableFileException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.X509KeyManager;

/** A certificate, with the chain that leads to its authority, and its key. */
public record KeyPairFiles(Path certificate, Path key) {
    private static final byte[] PROBE = {1, 2, 3, 4};

    /**
     * What stands in the files now.
     *
     * @throws UnusableFileException if they cannot be read, or the key is not the certificate's
     */
    X509KeyManager read(FileSum sum) {
        byte[] certificateBytes = sum.add(certificate);
        byte[] keyBytes = sum.add(key);
        X509KeyManager manager;
        try {
            // Vert.x needs itself only to read files, and these are read already.
            manager = (X509KeyManager) new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(certificateBytes))
                    .setKeyValue(Buffer.buffer(keyBytes))
                    .getKeyManagerFactory(null)
                    .getKeyManagers()[0];
        } catch (Exception e) {
            throw new UnusableFileException("expected a certificate chain in PEM in " + certificate
                    + " and its key, unencrypted PKCS#8 in PEM, in " + key + " but: " + Causes.of(e));
        } finally {
            Arrays.fill(keyBytes, (byte) 0);
        }
        requireThatTheyMatch(manager);
        return manager;
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
    boolean isOpenToAll() {
        return SecretFile.isReadableByAll(key);
    }
}
