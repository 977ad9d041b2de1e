package dev.berth.devicespec;

import dev.berth.events.model.PciAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An address as text, {@code [[domain:]bus:]slot[.function]}: what is left out or empty, and {@code *}, stand for any
 * value of the whole field. {@code 81:00.0} is that address in any domain, {@code 0a:00.} all functions of a slot.
 */
record AddressGlob(HexField domain, HexField bus, HexField slot, HexField function) implements AddressPattern {
    private static final int PARTS_MAX = 3;

    static final AddressGlob ANY = new AddressGlob(HexField.any(4), HexField.any(2), HexField.any(2), HexField.any(1));

    static AddressGlob of(PciAddress address) {
        return new AddressGlob(
                new HexField(OptionalInt.of(address.domain()), 4),
                new HexField(OptionalInt.of(address.bus()), 2),
                new HexField(OptionalInt.of(address.slot()), 2),
                new HexField(OptionalInt.of(address.function()), 1));
    }

    static AddressGlob parse(String text, ErrorsAt errors) {
        int dot = text.indexOf('.');
        String[] parts = (dot < 0 ? text : text.substring(0, dot)).split(":", -1);
        if (parts.length > PARTS_MAX) {
            errors.add(
                    DeviceSpecError.Code.WRONG_ADDRESS_FORMAT,
                    "expected [[domain:]bus:]slot[.function] but got '" + text + "'");
            return ANY;
        }
        return new AddressGlob(
                field("domain", part(parts, 3), PciAddress.DOMAIN_MAX, 4, errors),
                field("bus", part(parts, 2), PciAddress.BUS_MAX, 2, errors),
                field("slot", part(parts, 1), PciAddress.SLOT_MAX, 2, errors),
                field("function", dot < 0 ? "" : text.substring(dot + 1), PciAddress.FUNCTION_MAX, 1, errors));
    }

    /** Fields are left out from the front, so they are counted from the back. */
    private static String part(String[] parts, int fromBack) {
        return fromBack > parts.length ? "" : parts[parts.length - fromBack];
    }

    private static HexField field(String name, String text, int max, int width, ErrorsAt errors) {
        return text.trim().isEmpty()
                ? HexField.any(width)
                : HexField.parse(
                        text,
                        max,
                        width,
                        objection -> errors.add(DeviceSpecError.Code.INVALID_VALUE, name + ": " + objection));
    }

    @Override
    public boolean matches(PciAddress address) {
        return domain.matches(address.domain())
                && bus.matches(address.bus())
                && slot.matches(address.slot())
                && function.matches(address.function());
    }

    @Override
    public Optional<PciAddress> wholeAddress() {
        return domain.isAny() || bus.isAny() || slot.isAny() || function.isAny()
                ? Optional.empty()
                : PciAddress.parse(toString());
    }

    @Override
    public String toString() {
        return domain + ":" + bus + ":" + slot + "." + function;
    }
}
