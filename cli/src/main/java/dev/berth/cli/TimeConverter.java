package dev.berth.cli;

import dev.berth.events.log.LogPlace;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time as RFC 3339 has them, to the millisecond as the log has its times. */
final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        return LogPlace.time(text)
                .filter(time -> time.getNano() % 1_000_000 == 0)
                .orElseThrow(() -> new TypeConversionException("expected a time such as 2026-11-28T03:00:00Z, with"
                        + " three decimals at most, but got '" + text + "'"));
    }
}
