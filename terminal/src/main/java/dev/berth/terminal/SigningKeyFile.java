package dev.berth.terminal;

import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.HostKey;
import dev.berth.events.report.ReportKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;

/** A private key in a file of its own: Ed25519, PEM, PKCS #8. Its owner alone can write it; made here, also read it. */
public record SigningKeyFile(Path path, PrivateKey key) {
    private static final String OWNER_ONLY = "rw-------";
    private static final int LENGTH_MAX = 16_384;

    /**
     * The key in the file; a new one if there is no such file.
     *
     * @throws CannotRunException if there is something else in it, or it cannot be read or made
     */
    public static SigningKeyFile openOrMake(Path path) {
        return Files.exists(path) ? open(path) : make(path);
    }

    /**
     * The key in the file.
     *
     * @throws CannotRunException if there is none, or it cannot be read
     */
    public static SigningKeyFile open(Path path) {
        try {
            return new SigningKeyFile(
                    path, ReportKeys.fromPem(new String(SecretFile.read(path, LENGTH_MAX), StandardCharsets.US_ASCII)));
        } catch (UnusableFileException e) {
            throw new CannotRunException("cannot read the key: " + FailureWords.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("the key in " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static SigningKeyFile make(Path path) {
        PrivateKey key = ReportKeys.generate();
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            write(path, ReportKeys.toPem(key));
        } catch (FileAlreadyExistsException e) {
            return open(path);
        } catch (IOException e) {
            throw new CannotRunException("cannot make a key in " + path + ": " + e, e);
        }
        return new SigningKeyFile(path, key);
    }

    /** Half a key would keep every later start from making a whole one. */
    private static void write(Path path, String pem) throws IOException {
        try {
            Files.write(path, pem.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    public HostKey publicKey() {
        return ReportKeys.publicKey(key);
    }
}
