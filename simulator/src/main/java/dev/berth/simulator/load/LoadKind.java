package dev.berth.simulator.load;

import java.util.OptionalInt;

/** What a connection asks for. */
public enum LoadKind {
    CLAIM("claim", 204, OptionalInt.empty()),
    /** Nobody holds it where an earlier answer was lost. */
    RELEASE("release", 204, OptionalInt.of(404)),
    READ("read", 200, OptionalInt.empty());

    private final String label;
    private final int done;
    private final OptionalInt alsoDone;

    LoadKind(String label, int done, OptionalInt alsoDone) {
        this.label = label;
        this.done = done;
        this.alsoDone = alsoDone;
    }

    public String label() {
        return label;
    }

    boolean isDone(int status) {
        return status == done || alsoDone.isPresent() && alsoDone.getAsInt() == status;
    }
}
