package dev.berth.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a store that can be rebuilt. */
final class StoreConverter implements ITypeConverter<RebuildCommand.Store> {
    @Override
    public RebuildCommand.Store convert(String text) {
        return Arrays.stream(RebuildCommand.Store.values())
                .filter(store -> store.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + Arrays.stream(RebuildCommand.Store.values())
                                .map(Object::toString)
                                .collect(Collectors.joining(" or "))
                        + " but got " + text));
    }
}
