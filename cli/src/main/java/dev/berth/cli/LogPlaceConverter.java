package dev.berth.cli;

import dev.berth.auditor.LogPlace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Positions and times of the log. */
final class LogPlaceConverter implements ITypeConverter<LogPlace> {
    @Override
    public LogPlace convert(String text) {
        try {
            return LogPlace.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
