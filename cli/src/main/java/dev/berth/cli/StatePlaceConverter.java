package dev.berth.cli;

import dev.berth.auditor.StatePlace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Positions, times and now. */
final class StatePlaceConverter implements ITypeConverter<StatePlace> {
    @Override
    public StatePlace convert(String text) {
        try {
            return StatePlace.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
