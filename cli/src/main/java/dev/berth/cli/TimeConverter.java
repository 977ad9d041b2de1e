package dev.berth.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time as RFC 3339 has them, to the millisecond as the log has its times. */
final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.getNano() % 1_000_000 == 0) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below, as too many decimals are.
        }
        throw new TypeConversionException(
                "expected a time such as 2026-11-28T03:00:00Z, with three decimals at most, but got '" + text + "'");
    }
}
