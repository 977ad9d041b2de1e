package dev.berth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An HTTP client that takes certificates and key from PEM files. Stateless. */
final class PemTls {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final char[] NO_PASSWORD = {};

    private PemTls() {}

    /**
     * The client.
     *
     * @param caCert whom it trusts; empty for those whom Java trusts
     * @param cert how it shows itself, with its key; empty if it does not
     * @throws CannotRunException if a file cannot be used
     */
    static HttpClient client(Optional<Path> caCert, Optional<Path> cert, Optional<Path> key) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_PATIENCE);
        if (caCert.isEmpty() && cert.isEmpty()) {
            return client.build();
        }
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(caCert.isPresent() ? trusted(caCert.get()) : null);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(cert.isPresent() ? own(cert.get(), key.orElseThrow()) : null, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return client.sslContext(context).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new CannotRunException("the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static KeyStore trusted(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }

    private static KeyStore own(Path cert, Path key) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry(
                "own", privateKey(key), NO_PASSWORD, certificates(cert).toArray(new Certificate[0]));
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new CannotRunException("expected certificates in PEM in " + file + " but found none");
            }
            return found;
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new CannotRunException("expected a private key in PKCS #8, PEM, in " + file
                    + "; openssl pkcs8 -topk8 -nodes makes one of others");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException other) {
                // One of the next kind, then.
            }
        }
        throw new CannotRunException("expected a key of EC, RSA or Ed25519 in " + file);
    }
}
