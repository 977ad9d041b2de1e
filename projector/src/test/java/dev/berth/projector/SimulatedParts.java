package dev.berth.projector;

import dev.berth.projector.store.SimulatedDisk;

/**
 * Where a simulated world can be given another part than its own: a test takes a mend out there and sees that the world
 * finds it. As it is here, nothing is taken out.
 */
class SimulatedParts {
    /** Whether a decision is recorded in the transaction of its rows. */
    boolean isDecisionInTransaction() {
        return true;
    }

    /** Whether the offset up to which the log is taken is committed in the transaction of its rows. */
    boolean areOffsetsInTransaction() {
        return true;
    }

    /** Whether no offset is committed behind a record that was left undecided. */
    boolean areUndecidedKept() {
        return true;
    }

    /** Whether one who has lost its partition commits nothing any more. */
    boolean areZombiesFenced() {
        return true;
    }

    /** How often something comes in between where a thread asks for something, in a million times. */
    int heldUpInMillion() {
        return 60;
    }

    /** What leases take for the time. */
    LeaseClock leaseClock(LeaseClock real) {
        return real;
    }

    /** What a process is told of the group. */
    Group group(Group real, SimulatedProcess process) {
        return real;
    }

    /** Does the next fault, instead of one that is drawn; false if it is to be drawn. */
    boolean fails(SimulatedWorld world) {
        return false;
    }

    /** A disk as the next process finds it. */
    void found(SimulatedDisk disk) {}

    /** What the age of copies is told by. */
    LogCheck freshnessCheck(LogCheck real, SimulatedProcess process) {
        return real;
    }

    /** Who hands out views. */
    RegionViews views(RegionViews real, Copies copies, SimulatedProcess process) {
        return real;
    }

    /** Who appends commands. */
    CommandAppender appender(CommandAppender real, SimulatedProcess process) {
        return real;
    }
}
