package dev.berth.terminal;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.berth.credentials.Authority;
import dev.berth.credentials.KeyPairFiles;
import dev.berth.credentials.UnusableFileException;
import dev.berth.terminal.config.CommonToAll;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** The authority that must have signed the certificate of a service that a command calls by https. */
@CommonToAll
public final class CaOption {
    private static final ThreadFactory CLIENT_THREADS = new ThreadFactoryBuilder()
            .setNameFormat("http-client-%d")
            .setDaemon(true)
            .build();

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "With a URL of https: the authority, in PEM, that has signed the service's certificate "
                    + "(default: those that this Java trusts).")
    private Optional<Path> file = Optional.empty();

    public Optional<Path> file() {
        context();
        return file;
    }

    public boolean isGiven() {
        return file.isPresent();
    }

    /** Says at once if the file cannot be used. */
    public SSLContext context() {
        return context(Optional.empty());
    }

    /**
     * The same for a command that shows a certificate of its own.
     *
     * @throws CannotRunException if a file cannot be used
     */
    public SSLContext context(Optional<KeyPairFiles> own) {
        Authority authority;
        try {
            authority = file.map(Authority::read).orElseGet(Authority::ofJava);
        } catch (UnusableFileException e) {
            throw new CannotRunException("--cacert: " + e.getMessage());
        }
        try {
            return authority.ofClient(own);
        } catch (UnusableFileException e) {
            throw new CannotRunException(e.getMessage());
        }
    }

    /** A client whose answers are taken apart by as many threads as there are processors, not by one for each. */
    public HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(context())
                .executor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), CLIENT_THREADS))
                .build();
    }
}
