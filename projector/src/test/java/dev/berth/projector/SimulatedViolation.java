package dev.berth.projector;

/** Something happened in a simulated world that must not be. */
final class SimulatedViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was promised and not kept. */
    enum Promise {
        /** An instance decides what the log says, and puts the same together from its rows. */
        SAME_FOLD,
        /** An acknowledged command stands in the log, with that outcome. */
        ACKNOWLEDGED_IS_KEPT,
        /** What was answered as not appended never comes to be. */
        NOT_APPENDED_IS_NOT,
        /** A command is decided once, and its decision recorded once and in order. */
        ONCE,
        /** Nobody holds what is not there. */
        NO_OVERCOMMIT,
        /** A read shows all that was acknowledged before it, or as much as its age allows. */
        FRESH,
        /** Who waits is answered, and all is well again after the faults. */
        ANSWERS
    }

    private final Promise promise;

    SimulatedViolation(Promise promise, String what) {
        super(what);
        this.promise = promise;
    }

    @Override
    public String toString() {
        return promise + ": " + getMessage();
    }

    Promise promise() {
        return promise;
    }
}
