package dev.berth.api.auth.keystone;

/** Keystone has not said what was to be found out. The message is a sentence for the service's operator. */
final class KeystoneFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isAway;

    private KeystoneFailure(String message, boolean isAway) {
        super(message, null, false, false);
        this.isAway = isAway;
    }

    /** It was reached, and its answer is of no use for this question; another may be answered well. */
    static KeystoneFailure useless(String message) {
        return new KeystoneFailure(message, false);
    }

    /** It cannot be reached, or says nothing in time, so that the next question would fare no better. */
    static KeystoneFailure away(String message) {
        return new KeystoneFailure(message, true);
    }

    boolean isAway() {
        return isAway;
    }
}
