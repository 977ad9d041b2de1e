package dev.berth.terminal;

import dev.berth.events.model.Region;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Region names, checked. */
public final class RegionConverter implements ITypeConverter<Region> {
    @Override
    public Region convert(String text) {
        if (!Region.isName(text)) {
            throw new TypeConversionException(
                    "expected a region's name, 1 to 63 letters, digits, '_', '.' or '-' and no "
                            + "sign first, but got '" + text + "'");
        }
        return new Region(text);
    }
}
