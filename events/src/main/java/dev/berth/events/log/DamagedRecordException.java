package dev.berth.events.log;

import dev.berth.events.model.UnreadableLogException;

/** A partition cannot be read on, for its next record is damaged. The message names topic, partition and offset. */
public final class DamagedRecordException extends UnreadableLogException {
    private static final long serialVersionUID = 1L;

    private final transient DamagedRecord damaged;

    DamagedRecordException(DamagedRecord damaged, Throwable cause) {
        super(damaged.toString(), cause);
        this.damaged = damaged;
    }

    public DamagedRecord damaged() {
        return damaged;
    }
}
