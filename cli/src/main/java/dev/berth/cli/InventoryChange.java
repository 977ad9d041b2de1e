package dev.berth.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Another inventory of one class of a provider: {@code PROVIDER:CLASS:total=8,reserved=1}, or {@code none} in place of
 * the fields for none at all.
 *
 * @param provider its UUID or its name
 * @param fields as the API names them, and their values; none if there is to be no inventory
 */
record InventoryChange(String provider, String resourceClass, Map<String, String> fields) {
    private static final Pattern FORM = Pattern.compile("(.+):([A-Z0-9_]+):(none|[^:]+)");
    private static final Set<String> FIELDS =
            Set.of("total", "reserved", "min_unit", "max_unit", "step_size", "allocation_ratio");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,10})?");

    boolean isRemoval() {
        return fields.isEmpty();
    }

    static final class Converter implements ITypeConverter<InventoryChange> {
        @Override
        public InventoryChange convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw wrong("but got '" + text + "'");
            }
            Map<String, String> fields = new TreeMap<>();
            for (String field : matcher.group(3).equals("none")
                    ? new String[0]
                    : matcher.group(3).split(",", -1)) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                String value = equals < 0 ? "" : field.substring(equals + 1);
                Pattern form = name.equals("allocation_ratio") ? DECIMAL : WHOLE;
                if (!FIELDS.contains(name) || !form.matcher(value).matches() || fields.put(name, value) != null) {
                    throw wrong("but got '" + field + "' in '" + text + "'");
                }
            }
            return new InventoryChange(matcher.group(1), matcher.group(2), fields);
        }

        private static TypeConversionException wrong(String got) {
            return new TypeConversionException(
                    "expected PROVIDER:CLASS:none or PROVIDER:CLASS:FIELD=NUMBER,.. with fields total, reserved,"
                            + " min_unit, max_unit, step_size and allocation_ratio, each once, " + got);
        }
    }
}
