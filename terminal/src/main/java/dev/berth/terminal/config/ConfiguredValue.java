package dev.berth.terminal.config;

/**
 * A value, and who has said it. Immutable.
 *
 * @param text as picocli takes a default
 * @param from a variable of the environment, or a file and a line of it
 */
public record ConfiguredValue(Setting setting, String text, String from) {}
