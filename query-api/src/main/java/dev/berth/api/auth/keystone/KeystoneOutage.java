package dev.berth.api.auth.keystone;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Keystone answers. While it is away one request at a time tries it and all others need not wait to learn the
 * same. Tells the log when that begins and ends. Any thread.
 */
final class KeystoneOutage {
    private static final Logger LOG = LoggerFactory.getLogger(KeystoneOutage.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TELL_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final KeystoneClock clock;
    private final long tryNanos;
    private final AtomicLong nextTryNanos = new AtomicLong();
    private final AtomicLong nextTellNanos;

    /** Null while Keystone answers. */
    private volatile KeystoneFailure failure;

    /** @param timeout for how long one that tries may need to find out */
    KeystoneOutage(KeystoneClock clock, Duration timeout) {
        this.clock = clock;
        this.tryNanos = timeout.toNanos();
        this.nextTellNanos = new AtomicLong(clock.nanos());
    }

    /** Whether Keystone did not answer when it was asked last. */
    boolean isOn() {
        return failure != null;
    }

    /** Why Keystone is not to be asked now; empty if it is to be. */
    Optional<KeystoneFailure> now() {
        KeystoneFailure last = failure;
        if (last == null) {
            return Optional.empty();
        }
        long now = clock.nanos();
        long next = nextTryNanos.get();
        boolean mayTry = now - next >= 0 && nextTryNanos.compareAndSet(next, now + tryNanos);
        return mayTry ? Optional.empty() : Optional.of(last);
    }

    /** Keystone has answered. */
    void end() {
        if (isOn()) {
            failure = null;
            LOG.info("Keystone answers again.");
        }
    }

    /** Keystone has not answered, or nothing that helps, or was not even asked. */
    void failed(KeystoneFailure with) {
        if (with.isUnasked()) {
            tell(with);
            return;
        }
        boolean isNew = !isOn();
        long now = clock.nanos();
        if (with.isAway()) {
            nextTryNanos.set(now + PAUSE_NANOS);
            failure = with;
        } else {
            failure = null;
        }
        if (with.isAway() && isNew) {
            warn(with);
        } else {
            tell(with);
        }
    }

    /** Once a minute at most. */
    private void tell(KeystoneFailure failed) {
        long now = clock.nanos();
        long tellAt = nextTellNanos.get();
        if (now - tellAt >= 0 && nextTellNanos.compareAndSet(tellAt, now + TELL_EVERY_NANOS)) {
            warn(failed);
        }
    }

    private static void warn(KeystoneFailure failed) {
        LOG.warn("Tokens that are not known already cannot be checked: {}", failed.getMessage());
    }
}
