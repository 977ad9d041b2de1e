package dev.berth.cli;

import dev.berth.projector.moment.AsOf;
import dev.berth.projector.moment.NoMomentException;
import dev.berth.terminal.PastTime;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments of the past, as the API takes them, and how long ago it was. */
final class AsOfConverter implements ITypeConverter<AsOf> {
    @Override
    public AsOf convert(String text) {
        try {
            Optional<PastTime> ago =
                    PastTime.parse(text).filter(time -> !time.ago().isZero());
            return AsOf.parse(ago.map(time -> time.at(Instant.now()).toString()).orElse(text));
        } catch (NoMomentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
