package dev.berth.api.tls;

import dev.berth.credentials.Authority;
import dev.berth.credentials.FileSum;
import dev.berth.credentials.KeyPairFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The certificates of {@code src/test/resources/tls}, made by the script there. */
public final class TestingCertificates {
    public static final Path DIR = Path.of("../query-api/src/test/resources/tls");
    public static final String HOST = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";

    private TestingCertificates() {}

    public static Path file(String name) {
        return DIR.resolve(name);
    }

    public static KeyPairFiles pair(String name) {
        return new KeyPairFiles(file(name + ".crt"), file(name + ".key"));
    }

    /** An instance that knows its peers and agents. */
    public static TlsConfig instance(String name) {
        return new TlsConfig(
                pair(name), pair(name), Optional.of(file("peer-ca.crt")), Optional.of(file("agent-ca.crt")));
    }

    /** A client that trusts the instances, and shows this certificate. */
    public static SSLContext client(Optional<String> certificate) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = certificate
                    .map(name -> new KeyManager[] {new Stubborn(pair(name).read(new FileSum()))})
                    .orElse(null);
            TrustManager[] trust = {
                Authority.read(file("peer-ca.crt"), new FileSum()).manager()
            };
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server of another kind. */
    public static SSLContext server(String name) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {pair(name).read(new FileSum())}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a pair where another one stands. */
    public static void copy(String name, KeyPairFiles to) {
        try {
            Files.write(to.key(), Files.readAllBytes(file(name + ".key")));
            Files.write(to.certificate(), Files.readAllBytes(file(name + ".crt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
