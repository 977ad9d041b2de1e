package dev.berth.events.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.MalformedException;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;

/** What a field of a JSON object may be. Stateless. */
final class Fields {
    private Fields() {}

    /** The text of a field; empty if it is null or not there. */
    static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.path(field).textValue());
    }

    /** The number of a field; empty if it is null or not there. */
    static OptionalInt number(JsonNode json, String field) {
        JsonNode number = json.path(field);
        return number.isNumber() ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    /**
     * The members of a list, sorted.
     *
     * @throws MalformedException if one is there twice
     */
    static <T extends Comparable<T>> ImmutableSortedSet<T> sorted(JsonNode list, Function<JsonNode, T> each) {
        TreeSet<T> sorted = new TreeSet<>(Comparator.naturalOrder());
        for (JsonNode member : list) {
            T value = each.apply(member);
            if (!sorted.add(value)) {
                throw new MalformedException("expected each member of a list once but got " + value + " twice");
            }
        }
        return ImmutableSortedSet.copyOfSorted(sorted);
    }

    static <T> ImmutableList<T> list(JsonNode list, Function<JsonNode, T> each) {
        ImmutableList.Builder<T> members = ImmutableList.builder();
        list.forEach(member -> members.add(each.apply(member)));
        return members.build();
    }
}
