package dev.berth.api.query;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several choices, of each of which at least one member must be there. A test looks up each member of the choices, or
 * of what it is asked about, whichever are fewer, so thousands of choices cost a provider little. Immutable.
 *
 * @param <T> what there is to choose from, by equality
 */
public final class AnyOfEach<T> {
    private final List<? extends Collection<T>> choices;
    private final int members;
    private final Map<T, BitSet> choicesWith = new HashMap<>();

    /** Keeps the choices, which must not change. */
    public AnyOfEach(List<? extends Collection<T>> choices) {
        this.choices = choices;
        this.members = choices.stream().mapToInt(Collection::size).sum();
        for (int i = 0; i < choices.size(); i++) {
            for (T member : choices.get(i)) {
                choicesWith.computeIfAbsent(member, first -> new BitSet()).set(i);
            }
        }
    }

    /** Whether the set has something of each choice. */
    public boolean isMetBy(Set<T> had) {
        return members <= had.size()
                ? choices.stream().allMatch(choice -> choice.stream().anyMatch(had::contains))
                : choicesMetBy(had) == choices.size();
    }

    private int choicesMetBy(Set<T> had) {
        BitSet met = new BitSet();
        for (T member : had) {
            BitSet of = choicesWith.get(member);
            if (of != null) {
                met.or(of);
            }
        }
        return met.cardinality();
    }
}
