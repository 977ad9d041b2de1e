package dev.berth.cli.option;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of a few values, by the word for it. Refused with {@link TypeConversionException} otherwise. Stateless. */
public abstract class WordConverter<T> implements ITypeConverter<T> {
    private final T[] values;
    private final Function<T, String> word;

    protected WordConverter(T[] values, Function<T, String> word) {
        this.values = values;
        this.word = word;
    }

    @Override
    public T convert(String text) {
        return Arrays.stream(values)
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + Arrays.stream(values).map(word).collect(Collectors.joining(", "))
                                + " but got '" + text + "'"));
    }
}
