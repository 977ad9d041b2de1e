package dev.berth.cli.audit;

import dev.berth.terminal.PastTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time, to the millisecond as the log has its times. */
final class TimeConverter implements ITypeConverter<PastTime> {
    @Override
    public PastTime convert(String text) {
        return PastTime.parse(text)
                .filter(time -> time.time().isEmpty() || time.time().get().getNano() % 1_000_000 == 0)
                .orElseThrow(() -> new TypeConversionException(
                        "expected " + PastTime.EXAMPLES + ", with three decimals at most, but got '" + text + "'"));
    }
}
