package dev.berth.cli.serve;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how callers are authenticated. */
final class AuthModeConverter implements ITypeConverter<AuthOptions.Mode> {
    @Override
    public AuthOptions.Mode convert(String text) {
        return Arrays.stream(AuthOptions.Mode.values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("expected noauth, static or keystone but got '" + text + "'"));
    }
}
