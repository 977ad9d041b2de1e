package dev.berth.cli.serve;

import dev.berth.api.candidate.NamedShape;
import dev.berth.events.model.MalformedException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Named requests whose capacity is measured, checked. */
final class ShapeConverter implements ITypeConverter<NamedShape> {
    @Override
    public NamedShape convert(String text) {
        try {
            return NamedShape.parse(text);
        } catch (MalformedException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
