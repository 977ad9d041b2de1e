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
            // Now is a place of its own: where the log ends, whatever the clocks say.
            Optional<PastTime> ago =
                    PastTime.parse(text).filter(past -> past.time().isEmpty() && !text.equals(LogPlace.NOW));
            return ago.<LogPlace>map(time -> new LogPlace.Time(time.at(Instant.now())))
                    .orElseGet(() -> LogPlace.parse(text));
        } catch (NoPlaceException e) {
            throw new TypeConversionException(e.getMessage() + "; 24h, for that long ago, would do as well");
        }
    }
}
