package dev.berth.cli.client;

import dev.berth.api.microversion.Microversion;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Versions of the Placement API, such as 1.36. */
final class MicroversionConverter implements ITypeConverter<Microversion> {
    private static final Pattern FORM = Pattern.compile("1\\.(0|[1-9][0-9]{0,2})");

    @Override
    public Microversion convert(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "expected a version of the Placement API such as 1.39 but got '" + text + "'");
        }
        return new Microversion(Integer.parseInt(matcher.group(1)));
    }
}
