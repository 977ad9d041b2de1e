package dev.berth.cli.option;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads words of which there may be any number. picocli would take the first that is wrong for the beginning of
 * something else, and not say what is wrong with it. Stateless.
 */
public final class ReadWords {
    private ReadWords() {}

    /** @throws ParameterException if a word has another form */
    public static <T> List<T> of(List<String> words, Function<String, T> reading, CommandSpec command) {
        try {
            return words.stream().map(reading).toList();
        } catch (TypeConversionException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
