package dev.berth.api.auth.keystone;

/** Keystone has not given a usable answer. The message is a sentence for the service's operator. */
final class KeystoneFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isAway;

    private KeystoneFailure(String message, boolean isAway) {
        super(message, null, false, false);
        this.isAway = isAway;
    }

    /** It was reached, but its answer to this question is unusable; other questions may be answered well. */
    static KeystoneFailure useless(String message) {
        return new KeystoneFailure(message, false);
    }

    /** It cannot be reached or does not answer in time, so the next question would fail as well. */
    static KeystoneFailure away(String message) {
        return new KeystoneFailure(message, true);
    }

    boolean isAway() {
        return isAway;
    }
}
