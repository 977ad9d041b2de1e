package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is so of some things in one view: a value for each field of each thing. Two of them tell what has changed. A
 * value is a String, a Long, a Double, a Boolean, or a list of Strings. For one thread.
 */
final class FieldValues {
    private final TreeMap<String, TreeMap<String, Object>> values = new TreeMap<>();

    void put(String of, String field, String value) {
        set(of, field, value);
    }

    void put(String of, String field, long value) {
        set(of, field, value);
    }

    void put(String of, String field, double value) {
        set(of, field, value);
    }

    void put(String of, String field, ImmutableList<String> values) {
        set(of, field, values);
    }

    /** Nothing where it is empty. */
    void put(String of, String field, Optional<?> value) {
        value.ifPresent(present -> set(of, field, present.toString()));
    }

    /** That it is so; where it is not, there is no such field. */
    void put(String of, String field) {
        set(of, field, true);
    }

    private void set(String of, String field, Object value) {
        values.computeIfAbsent(of, none -> new TreeMap<>()).put(field, value);
    }

    /** In which fields the two differ, in order of things and fields. */
    static ImmutableList<FieldChange> changes(FieldValues before, FieldValues after) {
        ImmutableList.Builder<FieldChange> changes = ImmutableList.builder();
        TreeSet<String> things = new TreeSet<>(before.values.keySet());
        things.addAll(after.values.keySet());
        for (String of : things) {
            TreeMap<String, Object> old = before.values.getOrDefault(of, new TreeMap<>());
            TreeMap<String, Object> now = after.values.getOrDefault(of, new TreeMap<>());
            TreeSet<String> fields = new TreeSet<>(old.keySet());
            fields.addAll(now.keySet());
            for (String field : fields) {
                FieldChange change = new FieldChange(
                        of, field, Optional.ofNullable(old.get(field)), Optional.ofNullable(now.get(field)));
                if (!change.from().equals(change.to())) {
                    changes.add(change);
                }
            }
        }
        return changes.build();
    }

    /** The values of one thing; none if it is not there. */
    ImmutableSortedMap<String, Object> of(String thing) {
        return ImmutableSortedMap.copyOfSorted(values.getOrDefault(thing, new TreeMap<>()));
    }
}
