package dev.berth.api.http;

/** A client closed its connection, or reset its request, before all of it had arrived. It gets no answer. */
final class CutOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutOffException(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }
}
