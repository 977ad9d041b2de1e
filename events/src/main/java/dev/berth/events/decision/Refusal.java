package dev.berth.events.decision;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a command was refused: a code and the facts that belong to it. The facts are recorded and compared; the words that a
 * person reads are made from them at the edge and may change.
 */
public record Refusal(Rejection rejection, ImmutableSortedMap<Fact, String> facts) {
    /** What a refusal may tell about its case. */
    public enum Fact {
        PROVIDER,
        PROVIDER_NAME,
        PARENT,
        CONSUMER,
        RESOURCE_CLASS,
        TRAIT,
        EXPECTED,
        ACTUAL,
        REQUESTED,
        USED,
        CAPACITY,
        MIN_UNIT,
        MAX_UNIT,
        STEP_SIZE,
        POSITION,
        HOST,
        DEVICE,
        FLAVOR,
        REASON
    }

    public static Refusal of(Rejection rejection) {
        return new Refusal(rejection, ImmutableSortedMap.of());
    }

    /** This refusal with one more fact. */
    public Refusal with(Fact fact, Object value) {
        return new Refusal(
                rejection,
                ImmutableSortedMap.<Fact, String>naturalOrder()
                        .putAll(facts)
                        .put(fact, value.toString())
                        .build());
    }

    public Optional<String> fact(Fact fact) {
        return Optional.ofNullable(facts.get(fact));
    }

    /** The code and its facts in one line, for logs, the auditor and scenarios. */
    @Override
    public String toString() {
        return facts.isEmpty()
                ? rejection.name()
                : rejection.name()
                        + facts.entrySet().stream()
                                .map(fact -> fact.getKey().name().toLowerCase(Locale.ROOT) + "=" + fact.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }
}
