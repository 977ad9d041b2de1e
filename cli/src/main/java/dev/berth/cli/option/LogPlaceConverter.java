package dev.berth.cli.option;

import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.terminal.PastTime;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Positions, times and now, as the API takes them, and how long ago it was. Stateless. */
public final class LogPlaceConverter implements ITypeConverter<LogPlace> {
    @Override
    public LogPlace convert(String text) {
        try {
            Optional<PastTime> ago =
                    PastTime.parse(text).filter(time -> !time.ago().isZero());
            return ago.<LogPlace>map(time -> new LogPlace.Time(time.at(Instant.now())))
                    .orElseGet(() -> LogPlace.parse(text));
        } catch (NoPlaceException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
