package dev.berth.terminal;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A token as it can stand in a header. It is not shown in messages, as it may be one of Keystone's. */
public final class TokenConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!isToken(text)) {
            throw new TypeConversionException("expected a token in printable ASCII");
        }
        return text;
    }

    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
