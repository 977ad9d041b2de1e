package dev.berth.events.codec;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;

/** The components of records, out of them and into them, as fast as if it were written by hand. */
final class Components {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Components() {}

    /** What gives the component of a record. */
    static Function<Object, Object> accessor(RecordComponent component) {
        try {
            return function(LOOKUP.unreflect(component.getAccessor()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("expected to get at component " + component, e);
        }
    }

    /** What makes a record of the only component that it has. */
    static Function<Object, Object> constructorOfOne(Class<?> type) {
        return function(constructorHandle(type));
    }

    /** What makes a record of all its components. */
    static Function<Object[], Object> constructor(Class<?> type) {
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

    private static MethodHandle constructorHandle(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return LOOKUP.findConstructor(type, MethodType.methodType(void.class, types));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("expected to make records " + type.getName(), e);
        }
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
