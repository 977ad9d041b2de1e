package dev.berth.cli.output;

/**
 * Whether somebody is looking. The launcher knows best and says so; without it, whether there is a console. Stateless.
 */
public final class Terminal {
    /** The system property by which the launcher says it. */
    public static final String PROPERTY = "berth.terminal";

    /** Of standard error, which a terminal may show while standard output goes into a pipe. */
    private static final String PROGRESS_PROPERTY = "berth.terminal.progress";

    /** The launcher says it where standard output is a terminal. */
    private static final String COLUMNS_PROPERTY = "berth.terminal.columns";

    private Terminal() {}

    /** How many columns whoever looks sees; as many as there may be where nobody says it. */
    public static int columns() {
        return Integer.getInteger(COLUMNS_PROPERTY, Integer.MAX_VALUE);
    }

    /** Whether somebody looks at what is printed. */
    public static boolean isWatched() {
        String told = System.getProperty(PROPERTY);
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }

    /** Whether somebody looks at what is told meanwhile. */
    static boolean isProgressWatched() {
        String told = System.getProperty(PROGRESS_PROPERTY);
        return told == null ? isWatched() : Boolean.parseBoolean(told);
    }
}
