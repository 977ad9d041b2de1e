package dev.berth.cli.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.terminal.CannotRunException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * What is said of the inventory of one class: {@code CLASS:total=8,reserved=1}, or {@code none} in place of the fields
 * for none at all.
 *
 * @param fields as the API names them, and their values; none if there is to be no inventory
 */
public record InventoryFields(String resourceClass, Map<String, String> fields) {
    private static final Pattern FORM = Pattern.compile("([A-Z0-9_]+):(none|[^:]+)");
    private static final Set<String> NAMES =
            Set.of("total", "reserved", "min_unit", "max_unit", "step_size", "allocation_ratio");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,10})?");

    /** @throws TypeConversionException if it has another form */
    static InventoryFields of(String text) {
        return of(text, "");
    }

    /**
     * The same behind something.
     *
     * @param before what the whole form begins with, for messages
     * @throws TypeConversionException if it has another form
     */
    public static InventoryFields of(String text, String before) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw wrong(before, "but got '" + text + "'");
        }
        Map<String, String> fields = new TreeMap<>();
        String named = matcher.group(2);
        for (String field : named.equals("none") ? new String[0] : named.split(",", -1)) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            Pattern form = name.equals("allocation_ratio") ? DECIMAL : WHOLE;
            if (!NAMES.contains(name) || !form.matcher(value).matches() || fields.put(name, value) != null) {
                throw wrong(before, "but got '" + field + "' in '" + text + "'");
            }
        }
        return new InventoryFields(matcher.group(1), fields);
    }

    public static TypeConversionException wrong(String before, String got) {
        return new TypeConversionException("expected " + before + "CLASS:none or " + before
                + "CLASS:FIELD=NUMBER,.. with fields total, reserved, min_unit, max_unit, step_size and"
                + " allocation_ratio, each once, " + got);
    }

    /**
     * Makes it so in what the API shows; fields that are not named stay as they are.
     *
     * @param provider for messages
     * @throws CannotRunException if there is nothing to take away, or a new inventory has no total
     */
    public void change(ObjectNode inventories, String provider) {
        if (fields.isEmpty()) {
            if (inventories.remove(resourceClass) == null) {
                throw new CannotRunException("provider " + provider + " has no inventory of " + resourceClass);
            }
            return;
        }
        ObjectNode inventory = inventories.withObject("/" + resourceClass);
        fields.forEach((name, value) -> inventory.put(name, new BigDecimal(value)));
        if (!inventory.has("total")) {
            throw new CannotRunException("provider " + provider + " has no inventory of " + resourceClass
                    + ", so a new one needs its total");
        }
    }
}
