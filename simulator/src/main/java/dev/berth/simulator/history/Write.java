package dev.berth.simulator.history;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * A write to one consumer, sent once or, under one key, several times.
 *
 * @param id its own among all writes
 * @param amounts what the consumer is to hold afterwards, by the name of the provider; empty for a release
 * @param generation what it expects of the consumer: 0 for one that holds nothing, {@link #ANY} for whatever it is
 */
public record Write(long id, String consumer, ImmutableSortedMap<String, Long> amounts, int generation) {
    public static final int ANY = -1;

    /** What is so after the outcome; empty if the outcome cannot be in this state. */
    Optional<ConsumerState> apply(ConsumerState before, Outcome outcome) {
        boolean isExpected = generation == ANY || generation == before.generation();
        boolean mayBe = switch (outcome) {
            case DONE -> isExpected && !(amounts.isEmpty() && before.generation() == 0);
            case CONFLICT -> !isExpected;
            case REFUSED -> isExpected;
            case NOT_FOUND -> before.generation() == 0;
            case NOT_DONE, UNKNOWN -> true;
        };
        if (!mayBe) {
            return Optional.empty();
        }
        return Optional.of(outcome == Outcome.DONE ? after(before) : before);
    }

    private ConsumerState after(ConsumerState before) {
        return amounts.isEmpty() ? ConsumerState.NOTHING : new ConsumerState(amounts, before.generation() + 1);
    }
}
