package dev.berth.cli;

import picocli.CommandLine;

/** The whole program, for tests of its parts that stand in packages of their own. */
public final class WholeBerth {
    private WholeBerth() {}

    /** With all commands. */
    public static CommandLine commandLine() {
        return Berth.commandLine();
    }
}
