package dev.berth.agent.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.Limits;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The facts about one PCI device: those within the limits of a report, the others told as warnings. */
final class PciFacts {
    private final String where;
    private final HostWarnings warnings;
    private final TreeMap<String, AttributeValue> facts = new TreeMap<>();

    PciFacts(String where, HostWarnings warnings) {
        this.where = where;
        this.warnings = warnings;
    }

    void put(String name, Optional<String> text) {
        text.filter(value -> isShort(name, value)).ifPresent(value -> facts.put(name, AttributeValue.of(value)));
    }

    void put(String name, long number) {
        facts.put(name, AttributeValue.of(number));
    }

    /** Nothing is put for an empty list. */
    void put(String name, List<String> texts) {
        List<AttributeValue> values = texts.stream()
                .limit(Limits.ATTRIBUTES_MAX)
                .filter(text -> isShort(name, text))
                .map(AttributeValue::of)
                .toList();
        if (texts.size() > Limits.ATTRIBUTES_MAX) {
            warnings.add(
                    where,
                    name + " has " + texts.size() + " members; those after the first " + Limits.ATTRIBUTES_MAX
                            + " are not reported");
        }
        if (!values.isEmpty()) {
            facts.put(name, new AttributeValue.Many(ImmutableList.copyOf(values)));
        }
    }

    ImmutableSortedMap<String, AttributeValue> all() {
        return ImmutableSortedMap.copyOfSorted(facts);
    }

    private boolean isShort(String name, String text) {
        boolean isShort = text.length() <= Limits.ATTRIBUTE_LENGTH_MAX;
        if (!isShort) {
            warnings.add(where, name + " has " + text.length() + " characters; it is not reported");
        }
        return isShort;
    }
}
