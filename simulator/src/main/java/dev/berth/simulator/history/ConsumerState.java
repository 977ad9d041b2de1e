package dev.berth.simulator.history;

import com.google.common.collect.ImmutableSortedMap;

/**
 * What one consumer holds.
 *
 * @param amounts units by the name of the provider, none of zero; empty for a consumer that holds nothing
 * @param generation how many writes were done to it since it came to be; 0 for one that holds nothing
 */
public record ConsumerState(ImmutableSortedMap<String, Long> amounts, int generation) {
    public static final ConsumerState NOTHING = new ConsumerState(ImmutableSortedMap.of(), 0);

    public ConsumerState {
        if (amounts.isEmpty() != (generation == 0)) {
            throw new IllegalArgumentException(
                    "expected a generation with amounts alone but got " + generation + " with " + amounts);
        }
    }

    long of(String provider) {
        return amounts.getOrDefault(provider, 0L);
    }

    @Override
    public String toString() {
        return generation == 0 ? "nothing" : amounts + " at generation " + generation;
    }
}
