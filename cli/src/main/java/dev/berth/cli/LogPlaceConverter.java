package dev.berth.cli;

import dev.berth.auditor.LogPlace;
import dev.berth.terminal.PastTime;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Positions and times of the log, and how long ago it was. */
final class LogPlaceConverter implements ITypeConverter<LogPlace> {
    @Override
    public LogPlace convert(String text) {
        try {
            return PastTime.parse(text)
                    .<LogPlace>map(time -> new LogPlace.Since(time.at(Instant.now())))
                    .orElseGet(() -> LogPlace.parse(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
