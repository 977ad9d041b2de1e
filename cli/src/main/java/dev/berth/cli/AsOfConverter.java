package dev.berth.cli;

import dev.berth.projector.moment.AsOf;
import dev.berth.projector.moment.NoMomentException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments of the past, as the API takes them. */
final class AsOfConverter implements ITypeConverter<AsOf> {
    @Override
    public AsOf convert(String text) {
        try {
            return AsOf.parse(text);
        } catch (NoMomentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
