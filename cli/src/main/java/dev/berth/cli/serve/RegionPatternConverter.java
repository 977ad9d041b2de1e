package dev.berth.cli.serve;

import dev.berth.api.command.RegionPattern;
import dev.berth.events.model.MalformedException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Region names, or how they begin, checked. */
final class RegionPatternConverter implements ITypeConverter<RegionPattern> {
    @Override
    public RegionPattern convert(String text) {
        try {
            return new RegionPattern(text);
        } catch (MalformedException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
