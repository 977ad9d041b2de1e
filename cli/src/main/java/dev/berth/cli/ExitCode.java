package dev.berth.cli;

/** What berth's exit status means, the same for every command. */
final class ExitCode {
    static final int OK = 0;
    /** The command could not do its work: something it needs is missing, unreachable or broken. */
    static final int COULD_NOT_RUN = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The work was done and found what must not be: differences between log and service, answers against the rules. */
    static final int DIFFERENCES = 3;

    /** The log is not what it was: a record is damaged, or it does not continue what was decided from it. */
    static final int LOG_DAMAGED = 4;
    /** A disk, or the Kafka inside, failed while the command ran, and it ended itself. */
    static final int FAULT = 5;
    /** The work was done and found no difference, but a region has stopped: nothing behind that record is decided. */
    static final int STOPPED = 6;

    static final String HEADING = "%nExit status:%n";

    private ExitCode() {}
}
