package dev.berth.cli.serve;

import dev.berth.api.sender.Network;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads addresses that begin alike. */
final class NetworkConverter implements ITypeConverter<Network> {
    @Override
    public Network convert(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
