package dev.berth.terminal.config;

/** A command that can say whether its options go together, without doing its work. */
public interface CheckedCommand {
    /**
     * Reads what the options name, and starts nothing.
     *
     * @throws RuntimeException with words for a person, if the command would refuse them
     */
    void check();
}
