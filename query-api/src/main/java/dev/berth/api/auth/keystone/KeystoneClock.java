package dev.berth.api.auth.keystone;

/** The two times that tokens need. */
interface KeystoneClock {
    KeystoneClock SYSTEM = new KeystoneClock() {
        @Override
        public long wallMs() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** Milliseconds since 1970, for ends that Keystone tells. */
    long wallMs();

    /** Nanoseconds from an arbitrary origin, to measure durations; it does not jump when a clock is set. */
    long nanos();
}
