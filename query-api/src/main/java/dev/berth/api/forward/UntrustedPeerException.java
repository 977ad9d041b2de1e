package dev.berth.api.forward;

/** A connection leads to where no peer is; nothing was sent on it. */
final class UntrustedPeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UntrustedPeerException(String message) {
        super(message, null, false, false);
    }
}
