package dev.berth.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them, in powers of 1024, up to 2^60 bytes: 64M, 2G; a number alone is of bytes. Stateless. */
public final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([KMGT])?");

    /** Leaves room in a long for what is added to it. */
    private static final long MAX = 1L << 60;

    @Override
    public Long convert(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("expected a size such as 64M or 2G but got '" + text + "'");
        }
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        int shift = unit.isEmpty() ? 0 : 10 * ("KMGT".indexOf(unit) + 1);
        long number = Long.parseLong(matcher.group(1));
        if (number > MAX >> shift) {
            throw new TypeConversionException("expected a size of 1048576T at most but got '" + text + "'");
        }
        return number << shift;
    }
}
