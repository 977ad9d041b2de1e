package dev.berth.credentials;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads files, and what they come to together, by which it is seen that one has changed. For one thread. */
public final class FileSum {
    private static final int BYTES_MAX = 1024 * 1024;

    private final Hasher hasher = Hashing.sha256().newHasher();

    public byte[] add(Path file) {
        byte[] bytes = SecretFile.read(file, BYTES_MAX);
        hasher.putString(file.toString(), StandardCharsets.UTF_8)
                .putInt(bytes.length)
                .putBytes(bytes);
        return bytes;
    }

    /** Asked once, after the last file. */
    public String sha256() {
        return hasher.hash().toString();
    }
}
