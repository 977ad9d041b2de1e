package dev.berth.api.http;

/** A client went away, or took back its request, before all of it had come. Whoever does so needs no answer. */
final class CutOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutOffException(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }
}
