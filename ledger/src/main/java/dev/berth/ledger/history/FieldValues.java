package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is so of some things in one view: a value for each field of each thing. Two of them tell what has changed. A
 * value is a String, a Long, a Double, a Boolean, or a list of Strings. For one thread.
 */
public final class FieldValues {
    private final TreeMap<String, TreeMap<String, Object>> values = new TreeMap<>();

    public void put(String of, String field, String value) {
        set(of, field, value);
    }

    public void put(String of, String field, long value) {
        set(of, field, value);
    }

    public void put(String of, String field, double value) {
        set(of, field, value);
    }

    public void put(String of, String field, ImmutableList<String> values) {
        set(of, field, values);
    }

    /** Nothing where it is empty. */
    public void put(String of, String field, Optional<?> value) {
        value.ifPresent(present -> set(of, field, present.toString()));
    }

    /** That it is so; where it is not, there is no such field. */
    public void put(String of, String field) {
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
            addChanges(of, before.fields(of), after.fields(of), changes);
        }
        return changes.build();
    }

    /** In which fields two portraits of one thing differ, in order of fields. */
    public static ImmutableList<FieldChange> changes(
            String of, ImmutableSortedMap<String, Object> before, ImmutableSortedMap<String, Object> after) {
        ImmutableList.Builder<FieldChange> changes = ImmutableList.builder();
        addChanges(of, before, after, changes);
        return changes.build();
    }

    private static void addChanges(
            String of,
            SortedMap<String, Object> before,
            SortedMap<String, Object> after,
            ImmutableList.Builder<FieldChange> changes) {
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        for (String field : fields) {
            FieldChange change = new FieldChange(
                    of, field, Optional.ofNullable(before.get(field)), Optional.ofNullable(after.get(field)));
            if (!change.from().equals(change.to())) {
                changes.add(change);
            }
        }
    }

    /** The values of one thing; none if it is not there. */
    public ImmutableSortedMap<String, Object> of(String thing) {
        return ImmutableSortedMap.copyOfSorted(fields(thing));
    }

    private SortedMap<String, Object> fields(String thing) {
        return values.getOrDefault(thing, new TreeMap<>());
    }
}
