package dev.berth.cli;

import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Positions, times and now, as the API takes them. */
final class LogPlaceConverter implements ITypeConverter<LogPlace> {
    @Override
    public LogPlace convert(String text) {
        try {
            return LogPlace.parse(text);
        } catch (NoPlaceException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
