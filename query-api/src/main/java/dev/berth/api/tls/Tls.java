package dev.berth.api.tls;

import com.google.common.collect.ImmutableSet;
import dev.berth.credentials.KeyPairFiles;
import dev.berth.credentials.UnusableFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates and keys in use. When files change, and belong together, what they hold is taken from then on; until
 * then what was in use stays. Thread-safe.
 */
public final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private final TlsConfig config;
    private final List<Consumer<TlsMaterial>> listeners = new CopyOnWriteArrayList<>();
    private volatile TlsMaterial material;
    private Optional<String> told = Optional.empty();

    private Tls(TlsConfig config, TlsMaterial material) {
        this.config = config;
        this.material = material;
    }

    /** @throws UnusableFileException if a file cannot be used */
    public static Tls read(TlsConfig config) {
        for (KeyPairFiles pair : ImmutableSet.of(config.own(), config.toPeers())) {
            if (pair.isOpenToAll()) {
                LOG.warn("{} can be read by everybody on this machine: chmod go-r {}", pair.key(), pair.key());
            }
        }
        return new Tls(config, TlsMaterial.read(config));
    }

    public TlsMaterial now() {
        return material;
    }

    /** Has a listener told when the files have changed. */
    public void onChange(Consumer<TlsMaterial> listener) {
        listeners.add(listener);
    }

    /** Looks whether the files have changed. It reads them, so it blocks. */
    public synchronized void refresh() {
        try {
            TlsMaterial found = TlsMaterial.read(config);
            if (!found.sha256().equals(material.sha256())) {
                material = found;
                listeners.forEach(listener -> listener.accept(found));
                LOG.info("certificates and keys have changed; new connections have those of {}", config.own());
            }
            told = Optional.empty();
        } catch (UnusableFileException e) {
            // They may be half written, or one of the two may be new: the next look finds both.
            if (!told.equals(Optional.of(e.getMessage()))) {
                told = Optional.of(e.getMessage());
                LOG.warn("{}; what was read before stays in use", e.getMessage());
            }
        }
    }
}
