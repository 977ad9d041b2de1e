package dev.berth.api.auth.keystone;

/** Keystone has not given a usable answer. The message is a sentence for the service's operator. */
final class KeystoneFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isAway;
    private final boolean isUnasked;

    private KeystoneFailure(String message, boolean isAway, boolean isUnasked) {
        super(message, null, false, false);
        this.isAway = isAway;
        this.isUnasked = isUnasked;
    }

    /** It was reached, but its answer to this question is unusable; other questions may be answered well. */
    static KeystoneFailure useless(String message) {
        return new KeystoneFailure(message, false, false);
    }

    /** It cannot be reached or does not answer in time, so the next question would fail as well. */
    static KeystoneFailure away(String message) {
        return new KeystoneFailure(message, true, false);
    }

    /** It was not asked, because too much waits to be asked: that says nothing about Keystone. */
    static KeystoneFailure unasked(String message) {
        return new KeystoneFailure(message, false, true);
    }

    boolean isAway() {
        return isAway;
    }

    boolean isUnasked() {
        return isUnasked;
    }
}
