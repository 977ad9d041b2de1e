package dev.berth.devicespec;

import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An address as one regular expression a field. An expression must match at the start of the field's digits and may end
 * before they do: bus {@code 8} matches 81. Nova has it so, and spec files rely on it.
 */
final class AddressRegex implements AddressPattern {
    private static final List<String> FIELDS = List.of("domain", "bus", "slot", "function");
    private static final Pattern ANY = Pattern.compile("");

    /** Four hex digits are chosen by far less. */
    private static final int LENGTH_MAX = 128;

    private static final int GROUPS_MAX = 4;

    /** What goes round without looking at a digit, so that no number of looks would end it. */
    private static final Pattern ENDLESS = Pattern.compile("\\)[*+{]|\\(\\?[^:]|\\{[^}]*[0-9]{3}");

    private final Pattern domain;
    private final Pattern bus;
    private final Pattern slot;
    private final Pattern function;

    private AddressRegex(Pattern domain, Pattern bus, Pattern slot, Pattern function) {
        this.domain = domain;
        this.bus = bus;
        this.slot = slot;
        this.function = function;
    }

    /** A field that is not named matches any; one that is misspelt is refused, for it would match any too. */
    static AddressRegex parse(Map<?, ?> fields, ErrorsAt errors) {
        for (Object name : fields.keySet()) {
            if (!FIELDS.contains(String.valueOf(name))) {
                errors.add(
                        DeviceSpecError.Code.WRONG_ADDRESS_FORMAT,
                        "expected the fields " + String.join(", ", FIELDS) + " but got '" + name + "'");
            }
        }
        return new AddressRegex(
                field("domain", fields, errors),
                field("bus", fields, errors),
                field("slot", fields, errors),
                field("function", fields, errors));
    }

    private static Pattern field(String name, Map<?, ?> fields, ErrorsAt errors) {
        if (!fields.containsKey(name)) {
            return ANY;
        }
        if (!(fields.get(name) instanceof String regex)) {
            errors.add(
                    DeviceSpecError.Code.WRONG_ADDRESS_FORMAT,
                    name + ": expected a regular expression as text but got " + fields.get(name));
            return ANY;
        }
        if (regex.length() > LENGTH_MAX
                || regex.chars().filter(c -> c == '(').count() > GROUPS_MAX
                || ENDLESS.matcher(regex).find()) {
            errors.add(
                    DeviceSpecError.Code.WRONG_ADDRESS_FORMAT,
                    name + ": expected a regular expression of at most " + LENGTH_MAX + " characters and " + GROUPS_MAX
                            + " groups, none of which is repeated or looks around, and counts below 100, but got one "
                            + "of "
                            + regex.length() + " characters");
            return ANY;
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            errors.add(
                    DeviceSpecError.Code.WRONG_ADDRESS_FORMAT,
                    name + ": expected a regular expression but got '" + regex + "': " + e.getDescription());
            return ANY;
        }
    }

    /** @throws MalformedException if an expression takes too long to say */
    @Override
    public boolean matches(PciAddress address) {
        return matches(domain, hex(4, address.domain()))
                && matches(bus, hex(2, address.bus()))
                && matches(slot, hex(2, address.slot()))
                && matches(function, hex(1, address.function()));
    }

    private static boolean matches(Pattern field, String digits) {
        try {
            return field.matcher(new CountedText(digits)).lookingAt();
        } catch (CountedText.TooManyLooks e) {
            throw new MalformedException("expected a regular expression in the device spec that takes at most "
                    + CountedText.LOOKS_MAX + " steps to match but got '" + field + "'");
        }
    }

    /** Expressions that are nothing but the digits of an address spell that address. */
    @Override
    public Optional<PciAddress> wholeAddress() {
        return PciAddress.parse(toString()).filter(address -> address.toString().equals(toString()));
    }

    private static String hex(int width, int value) {
        return String.format(Locale.ROOT, "%0" + width + "x", value);
    }

    @Override
    public String toString() {
        return domain + ":" + bus + ":" + slot + "." + function;
    }
}
