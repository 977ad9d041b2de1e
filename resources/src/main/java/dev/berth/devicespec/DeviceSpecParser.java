package dev.berth.devicespec;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.devicespec.DeviceSpecError.Code;
import dev.berth.events.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one device spec and collects all that is wrong with it, so that a config is mended in one go. Used once. */
final class DeviceSpecParser {
    private static final int ID_MAX = 0xffff;
    private static final int ID_WIDTH = 4;

    private final List<DeviceSpecError> errors = new ArrayList<>();
    private final List<DeviceSpecEntry> entries = new ArrayList<>();
    private int next;

    DeviceSpec.Parsed parse(Object config) {
        if (config instanceof List<?> items) {
            items.forEach(this::addAll);
        } else {
            add(config);
        }
        return new DeviceSpec.Parsed(
                errors.isEmpty() ? Optional.of(new DeviceSpec(ImmutableList.copyOf(entries))) : Optional.empty(),
                ImmutableList.copyOf(errors));
    }

    private void addAll(Object item) {
        if (item instanceof List<?> items) {
            items.forEach(this::add);
        } else {
            add(item);
        }
    }

    private void add(Object item) {
        ErrorsAt here = new ErrorsAt(next++, "", errors);
        if (item instanceof Map<?, ?> entry) {
            entries.add(entry(entry, here));
        } else {
            here.add(Code.NOT_A_MAP, "expected an entry of keys and values but got " + item);
        }
    }

    private DeviceSpecEntry entry(Map<?, ?> item, ErrorsAt here) {
        Optional<String> devname = devname(item, here.key("devname"));
        Object address = item.get("address");
        if (devname.isPresent() && isGiven(address)) {
            here.key("devname")
                    .add(
                            Code.DEVNAME_AND_ADDRESS,
                            "expected devname or address but got both, " + devname.get() + " and " + address);
        }
        return new DeviceSpecEntry(
                id(item, here.key("vendor_id")),
                id(item, here.key("product_id")),
                isGiven(address) ? address(address, here.key("address")) : AddressGlob.ANY,
                devname,
                tags(item, here));
    }

    private static boolean isGiven(Object address) {
        return address != null && !address.equals("") && !(address instanceof Map<?, ?> map && map.isEmpty());
    }

    private static HexField id(Map<?, ?> item, ErrorsAt here) {
        if (!item.containsKey(here.key())) {
            return HexField.any(ID_WIDTH);
        }
        Object id = item.get(here.key());
        if (id instanceof String text) {
            return HexField.parse(text, ID_MAX, ID_WIDTH, objection -> here.add(Code.INVALID_VALUE, objection));
        }
        here.add(Code.INVALID_VALUE, "expected text such as \"8086\" but got " + id);
        return HexField.any(ID_WIDTH);
    }

    private static AddressPattern address(Object address, ErrorsAt here) {
        if (address instanceof String glob) {
            return AddressGlob.parse(glob, here);
        }
        if (address instanceof Map<?, ?> fields) {
            return AddressRegex.parse(fields, here);
        }
        here.add(
                Code.WRONG_ADDRESS_FORMAT,
                "expected text such as \"0000:81:00.0\" or a map of regular expressions but got " + address);
        return AddressGlob.ANY;
    }

    private static Optional<String> devname(Map<?, ?> item, ErrorsAt here) {
        Object name = item.get(here.key());
        if (name != null && !(name instanceof String)) {
            here.add(Code.INVALID_VALUE, "expected the name of a network interface but got " + name);
            return Optional.empty();
        }
        return Optional.ofNullable((String) name).map(String::trim).filter(text -> !text.isEmpty());
    }

    private static ImmutableSortedMap<String, AttributeValue> tags(Map<?, ?> item, ErrorsAt here) {
        TreeMap<String, AttributeValue> tags = new TreeMap<>();
        item.forEach((name, value) -> {
            String key = String.valueOf(name);
            if (!KnownKeys.SELECTORS.contains(key)) {
                tag(value, here.key(key)).ifPresent(tag -> tags.put(key, tag));
            }
        });
        return ImmutableSortedMap.copyOfSorted(tags);
    }

    private static Optional<AttributeValue> tag(Object value, ErrorsAt here) {
        Optional<AttributeValue> tag = attribute(value);
        if (tag.isEmpty()) {
            here.add(
                    Code.INVALID_VALUE,
                    "expected text, a number, true, false, null or a list of them but got " + value);
            return tag;
        }
        if (!DeviceTag.FLAGS.contains(here.key()) || tag.get().equals(AttributeValue.NOTHING)) {
            return tag;
        }
        Optional<Boolean> flag = Flags.parse(tag.get());
        if (flag.isEmpty()) {
            here.add(Code.INVALID_VALUE, "expected true or false but got '" + value + "'");
        }
        return flag.map(yes -> AttributeValue.of(Boolean.toString(yes)));
    }

    private static Optional<AttributeValue> attribute(Object value) {
        if (value == null) {
            return Optional.of(AttributeValue.NOTHING);
        }
        if (value instanceof String text) {
            return Optional.of(AttributeValue.of(text));
        }
        if (value instanceof Boolean flag) {
            return Optional.of(AttributeValue.of(flag.booleanValue()));
        }
        if (value instanceof Integer || value instanceof Long) {
            return Optional.of(AttributeValue.of(((Number) value).longValue()));
        }
        if (value instanceof Double || value instanceof Float) {
            return Optional.of(new AttributeValue.Decimal(((Number) value).doubleValue()));
        }
        return value instanceof List<?> values ? many(values) : Optional.empty();
    }

    private static Optional<AttributeValue> many(List<?> values) {
        ImmutableList.Builder<AttributeValue> many = ImmutableList.builder();
        for (Object value : values) {
            Optional<AttributeValue> one = attribute(value);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            many.add(one.get());
        }
        return Optional.of(new AttributeValue.Many(many.build()));
    }
}
