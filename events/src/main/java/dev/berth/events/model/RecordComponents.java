package dev.berth.events.model;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The components of records, out of them and into them, as fast as if it were written by hand. Thread-safe. */
public final class RecordComponents {
    private static final RecordComponents OF_PUBLIC = new RecordComponents(MethodHandles.lookup());

    private static final ClassValue<List<Function<Object, Object>>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Function<Object, Object>> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(OF_PUBLIC::accessor)
                    .toList();
        }
    };

    private final MethodHandles.Lookup lookup;

    /** @param lookup of whoever asks, for the records that are seen from there */
    public RecordComponents(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /** What gives each component of a record of a public class, in the order in which they are declared; found once. */
    public static List<Function<Object, Object>> of(Class<? extends Record> type) {
        return ACCESSORS.get(type);
    }

    /** What gives the component of a record. */
    public Function<Object, Object> accessor(RecordComponent component) {
        try {
            return function(lookup.unreflect(component.getAccessor()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("expected to get at component " + component, e);
        }
    }

    /** What makes a record of the only component that it has. */
    public Function<Object, Object> constructorOfOne(Class<?> type) {
        return function(constructorHandle(type));
    }

    /** What makes a record of all its components. */
    public Function<Object[], Object> constructor(Class<?> type) {
        MethodHandle constructor = constructorHandle(type)
                .asSpreader(Object[].class, type.getRecordComponents().length)
                .asType(MethodType.methodType(Object.class, Object[].class));
        return values -> {
            try {
                return (Object) constructor.invokeExact(values);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("expected no checked exception of " + type.getName(), e);
            }
        };
    }

    private MethodHandle constructorHandle(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return lookup.findConstructor(type, MethodType.methodType(void.class, types));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("expected to make records " + type.getName(), e);
        }
    }

    /** A class for the handle alone, because what a handle that is no constant does is not compiled into its caller. */
    @SuppressWarnings("unchecked")
    private Function<Object, Object> function(MethodHandle handle) {
        try {
            return (Function<Object, Object>) LambdaMetafactory.metafactory(
                            lookup,
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
