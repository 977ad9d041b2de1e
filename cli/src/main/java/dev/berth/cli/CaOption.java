package dev.berth.cli;

import dev.berth.api.auth.UnusableFileException;
import dev.berth.api.tls.Authority;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** Whose signature a command wants to see on the certificate of a service that it calls by https. */
final class CaOption {
    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "With a URL of https: the authority, in PEM, that has signed the service's certificate "
                    + "(default: those that this Java trusts).")
    private Optional<Path> file = Optional.empty();

    Optional<Path> file() {
        context();
        return file;
    }

    /** Says at once if the file cannot be used. */
    SSLContext context() {
        try {
            return file.isPresent() ? Authority.read(file.get()).ofClient() : SSLContext.getDefault();
        } catch (UnusableFileException e) {
            throw new CannotRunException("--cacert: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected every Java to have TLS", e);
        }
    }

    HttpClient client() {
        return HttpClient.newBuilder().sslContext(context()).build();
    }
}
