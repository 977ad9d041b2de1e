package dev.berth.cli.audit;

import dev.berth.events.report.ReportKeys;
import dev.berth.terminal.SigningKeyFile;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The key that signs a file for auditors. A mixin, for one command. */
public final class SigningOption {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Sign it with this private key: Ed25519, PEM, PKCS #8, as berth audit key makes it.")
    private Optional<Path> file = Optional.empty();

    /** The key, read now so that a fault of it is shown before the work. */
    public Optional<PrivateKey> read() {
        return file.map(path -> SigningKeyFile.open(path).key());
    }

    /** Whose signature a file has, in words. */
    public static String words(Optional<PrivateKey> key) {
        return key.map(by -> "signed by " + ReportKeys.publicKey(by)).orElse("not signed");
    }
}
