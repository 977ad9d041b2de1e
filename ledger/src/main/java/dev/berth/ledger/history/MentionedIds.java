package dev.berth.ledger.history;

import dev.berth.events.model.RecordComponents;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks through all that a command or an event says, whatever its kind, so that a new kind needs no line here. Takes
 * time in proportion to its size.
 */
public final class MentionedIds {
    private MentionedIds() {}

    /** Whether the value, or anything in it, is one that is wanted. */
    public static boolean any(Object value, Predicate<Object> isWanted) {
        if (isWanted.test(value)) {
            return true;
        }
        if (value instanceof Record some) {
            for (Function<Object, Object> component : RecordComponents.of(some.getClass())) {
                if (any(component.apply(some), isWanted)) {
                    return true;
                }
            }
            return false;
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() && any(optional.get(), isWanted);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .anyMatch(entry -> any(entry.getKey(), isWanted) || any(entry.getValue(), isWanted));
        }
        if (value instanceof Iterable<?> many) {
            for (Object each : many) {
                if (any(each, isWanted)) {
                    return true;
                }
            }
        }
        return false;
    }
}
