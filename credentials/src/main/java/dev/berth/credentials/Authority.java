package dev.berth.credentials;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** One or more certificates that sign those of others. Thread-safe. */
public final class Authority {
    private final X509TrustManager manager;

    private Authority(X509TrustManager manager) {
        this.manager = manager;
    }

    /** @throws UnusableFileException if there is no certificate in it */
    public static Authority read(Path file, FileSum sum) {
        try {
            return of(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(sum.add(file))));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException(
                    "expected certificates of an authority in PEM in " + file + " but: " + Causes.of(e));
        }
    }

    /** @throws UnusableFileException if there is no certificate in it */
    public static Authority read(Path file) {
        return read(file, new FileSum());
    }

    /** Those that this Java trusts. */
    public static Authority ofJava() {
        try {
            return of((KeyStore) null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected every Java to trust somebody", e);
        }
    }

    /**
     * For a client of servers that it has signed.
     *
     * @param own what the client shows of itself, if a server asks for it
     * @throws UnusableFileException if these files cannot be used
     */
    public SSLContext ofClient(Optional<KeyPairFiles> own) {
        KeyManager[] keys =
                own.map(pair -> new KeyManager[] {pair.read(new FileSum())}).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected every Java to have TLS", e);
        }
    }

    private static Authority of(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate each : certificates) {
            store.setCertificateEntry("ca-" + number++, each);
        }
        return of(store);
    }

    private static Authority of(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return new Authority((X509TrustManager) factory.getTrustManagers()[0]);
    }

    /** Whether a client that showed this chain, and proved in its handshake to have the key, was signed by it. */
    public boolean hasSigned(X509Certificate... chain) {
        try {
            manager.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    public X509TrustManager manager() {
        return manager;
    }
}
