package dev.berth.ledger.history;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.RecordComponents;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A command or an event as the plain values that JSON is written of, whatever its kind: each component under its name.
 * What is a name or a number in a record of its own, such as an id, is that text. Any thread.
 */
public final class PlainRecord {
    private PlainRecord() {}

    public static Object of(Object value) {
        if (value instanceof Allocations allocations) {
            ImmutableMap.Builder<String, Object> byProvider = ImmutableMap.builder();
            allocations.forEach((provider, amounts) -> byProvider.put(provider.toString(), of(amounts)));
            return byProvider.build();
        }
        if (value instanceof Record some) {
            return isText(some) ? some.toString() : fields(some);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(PlainRecord::of);
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            ImmutableMap.Builder<String, Object> entries = ImmutableMap.builder();
            map.forEach((key, each) -> entries.put(key.toString(), of(each)));
            return entries.build();
        }
        if (value instanceof Iterable<?> many) {
            ImmutableList.Builder<Object> all = ImmutableList.builder();
            many.forEach(each -> all.add(of(each)));
            return all.build();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** Ids, names, addresses and values of attributes: what has a form of its own as text. */
    private static boolean isText(Record value) {
        return value instanceof PciAddress
                || value instanceof AttributeValue
                || value.getClass().getPackageName().equals("dev.berth.events.model")
                        && value.getClass().getRecordComponents().length == 1;
    }

    private static ImmutableMap<String, Object> fields(Record some) {
        RecordComponent[] components = some.getClass().getRecordComponents();
        List<Function<Object, Object>> readers = RecordComponents.of(some.getClass());
        ImmutableMap.Builder<String, Object> fields = ImmutableMap.builder();
        for (int i = 0; i < components.length; i++) {
            fields.put(snakeCase(components[i].getName()), of(readers.get(i).apply(some)));
        }
        return fields.build();
    }

    private static String snakeCase(String name) {
        return Ascii.toLowerCase(name.replaceAll("([A-Z])", "_$1"));
    }
}
