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

    /** The work was done and found no difference, but a region has stopped: nothing behind that record is decided. */
    static final int STOPPED = 4;

    static final String HEADING = "%nExit status:%n";

    private ExitCode() {}
}
