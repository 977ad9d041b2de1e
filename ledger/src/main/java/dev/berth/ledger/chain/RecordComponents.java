package dev.berth.ledger.chain;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;

/**
 * How the components of a record are read, in the order in which they are declared; found once for each class.
 * Thread-safe.
 */
public final class RecordComponents {
    private static final MethodType READER = MethodType.methodType(Object.class, Object.class);

    private static final ClassValue<MethodHandle[]> READERS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            MethodHandle[] readers = new MethodHandle[components.length];
            for (int place = 0; place < components.length; place++) {
                try {
                    readers[place] = MethodHandles.publicLookup()
                            .unreflect(components[place].getAccessor())
                            .asType(READER);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("expected a public record but " + type + " is not", e);
                }
            }
            return readers;
        }
    };

    private RecordComponents() {}

    /** Not to be changed. */
    public static MethodHandle[] of(Class<? extends Record> type) {
        return READERS.get(type);
    }

    public static Object read(MethodHandle component, Record from) {
        try {
            return (Object) component.invokeExact((Object) from);
        } catch (Throwable e) {
            throw new IllegalStateException("expected a component of " + from.getClass() + " to be read", e);
        }
    }
}
