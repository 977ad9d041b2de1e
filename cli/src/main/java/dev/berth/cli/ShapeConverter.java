package dev.berth.cli;

import dev.berth.api.candidate.CapacityShape;
import dev.berth.events.model.MalformedException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Named requests whose capacity is measured, checked. */
final class ShapeConverter implements ITypeConverter<CapacityShape> {
    @Override
    public CapacityShape convert(String text) {
        try {
            return CapacityShape.parse(text);
        } catch (MalformedException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
