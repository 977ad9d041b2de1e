package dev.berth.terminal;

/**
 * What berth's exit status means, the same for every command but {@code berth audit orphans}: there 4 is {@link
 * #ORPHANS_RELEASED}, and a damaged log is {@link #COULD_NOT_RUN}.
 */
public final class ExitCode {
    public static final int OK = 0;
    /** The command could not do its work: something it needs is missing, unreachable or broken, or memory ran out. */
    public static final int COULD_NOT_RUN = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The work was done and found what must not be: differences between log and service, answers against the rules. */
    public static final int DIFFERENCES = 3;

    /**
     * The log is not what it was, or not all of it could be compared: it was cut, a record is damaged, or it does not
     * continue what was decided from it.
     */
    public static final int LOG_DAMAGED = 4;

    /**
     * Of {@code berth audit orphans} alone: orphans were found and none is left. The number is the one that {@code
     * nova-manage placement audit} has for it, so that scripts can go on.
     */
    public static final int ORPHANS_RELEASED = 4;

    /** A disk, the Kafka inside, or a client of Kafka failed while the command ran, and it ended itself. */
    public static final int FAULT = 5;
    /** The work was done and found no difference, but a region has stopped: nothing behind that record is decided. */
    public static final int STOPPED = 6;

    /** Who was reading the output has gone away, as head does: what shells show of a program that SIGPIPE has ended. */
    public static final int UNREAD = 141;

    public static final String HEADING = "%nExit status:%n";

    private ExitCode() {}
}
