package dev.berth.api.policy;

import dev.berth.credentials.SecretFile;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.model.MalformedException;
import dev.berth.events.watch.WatchThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of a file, which is read again every second and taken once it has been the same twice: half a file can be
 * a policy, with fewer rules. A new version that cannot be read leaves the one before in force, which is told once. Any
 * thread may ask.
 */
public final class WatchedPolicy implements Supplier<Policy>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedPolicy.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private final PolicySettings settings;
    private final WatchThread watch;

    /** What was read last, and what of it was taken or refused last; null for what cannot be read. */
    private byte[] last;

    private byte[] settled;
    private volatile Policy policy;

    private WatchedPolicy(Path file, PolicySettings settings, byte[] first, Duration interval) {
        this.file = file;
        this.settings = settings;
        this.last = first;
        this.settled = first;
        this.policy = parsed(first);
        this.watch = new WatchThread("berth-policy", interval, this::look);
    }

    /**
     * Reads the file and begins to watch it.
     *
     * @throws MalformedException if it is no policy
     * @throws UnusableFileException if others than its owner can write it
     */
    public static WatchedPolicy open(Path file, PolicySettings settings) throws IOException {
        return open(file, settings, INTERVAL);
    }

    static WatchedPolicy open(Path file, PolicySettings settings, Duration interval) throws IOException {
        WatchedPolicy policy = new WatchedPolicy(file, settings, bytes(file), interval);
        policy.watch.start();
        return policy;
    }

    /** The policy of no file. */
    public static Supplier<Policy> none(PolicySettings settings) {
        Policy policy = Policy.of(settings, Map.of());
        return () -> policy;
    }

    @Override
    public Policy get() {
        return policy;
    }

    private Policy parsed(byte[] bytes) {
        Policy read = Policy.of(settings, PolicyFile.read(bytes));
        read.warnings().forEach(warning -> LOG.warn("Policy file {}: {}", file, warning));
        return read;
    }

    /** Looks whether the file has changed. It is small, so it is read: times of change miss what comes quickly. */
    void look() {
        byte[] now;
        try {
            now = bytes(file);
        } catch (IOException | UnusableFileException e) {
            now = null;
        }
        boolean isStill = Arrays.equals(now, last);
        last = now;
        if (!isStill || Arrays.equals(now, settled)) {
            return;
        }
        settled = now;
        if (now == null) {
            LOG.warn(
                    "Policy file {} cannot be read any more, or others than its owner can write it; the policy "
                            + "before stays in force.",
                    file);
            return;
        }
        try {
            policy = parsed(now);
            LOG.info("Policy file {} has changed and is in force.", file);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Policy file {} has changed but is no policy, and the one before stays in force: {}",
                    file,
                    e.getMessage());
        }
    }

    /** Its first bytes, one more than it may have. */
    private static byte[] bytes(Path file) throws IOException {
        return SecretFile.first(file, PolicyFile.BYTES_MAX + 1);
    }

    @Override
    public void close() {
        watch.close();
    }
}
