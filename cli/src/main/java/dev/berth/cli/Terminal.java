package dev.berth.cli;

/** Whether somebody is looking. The launcher knows best and says so; without it, whether there is a console. */
final class Terminal {
    static final String PROPERTY = "berth.terminal";

    private Terminal() {}

    static boolean isWatched() {
        String told = System.getProperty(PROPERTY);
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }
}
