package dev.berth.ledger.chain;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What gives the components of a record, in the order in which they are declared; found once for each class.
 * Thread-safe.
 */
public final class RecordComponents {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final ClassValue<List<Function<Object, Object>>> READERS = new ClassValue<>() {
        @Override
        protected List<Function<Object, Object>> computeValue(Class<?> type) {
            List<Function<Object, Object>> readers = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                try {
                    readers.add(function(LOOKUP.unreflect(component.getAccessor())));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("expected a public record but " + type + " is not", e);
                }
            }
            return List.copyOf(readers);
        }
    };

    private RecordComponents() {}

    /** What gives each component of a record of the class. */
    public static List<Function<Object, Object>> of(Class<? extends Record> type) {
        return READERS.get(type);
    }

    /** A class for the handle alone, because what a handle that is no constant does is not compiled into its caller. */
    @SuppressWarnings("unchecked")
    private static Function<Object, Object> function(MethodHandle handle) {
        try {
            return (Function<Object, Object>) LambdaMetafactory.metafactory(
                            LOOKUP,
                            "apply",
                            MethodType.methodType(Function.class),
                            MethodType.methodType(Object.class, Object.class),
                            handle,
                            handle.type().wrap())
                    .getTarget()
                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("expected a function of " + handle, e);
        }
    }
}
