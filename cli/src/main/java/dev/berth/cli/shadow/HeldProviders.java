package dev.berth.cli.shadow;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which providers each consumer holds something of, as far as calls have shown it: a call that releases a consumer
 * names none of them, and changes what others can claim there. The longest unused go first. Not thread-safe.
 */
final class HeldProviders {
    private static final int CONSUMERS_MAX = 200_000;

    private final LinkedHashMap<String, ImmutableSet<String>> byConsumer = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ImmutableSet<String>> eldest) {
            boolean isFull = size() > CONSUMERS_MAX;
            isComplete &= !isFull;
            return isFull;
        }
    };

    private boolean isComplete;

    /** What a consumer holds something of; empty if that is not known. */
    Optional<ImmutableSet<String>> of(String consumer) {
        ImmutableSet<String> held = byConsumer.get(consumer);
        return held == null && isComplete ? Optional.of(ImmutableSet.of()) : Optional.ofNullable(held);
    }

    void set(String consumer, ImmutableSet<String> providers) {
        byConsumer.put(consumer, providers);
    }

    /** A consumer holds something of these by now, or of those that are known: more of them cost no order. */
    void add(String consumer, ImmutableSet<String> providers) {
        of(consumer)
                .ifPresent(known -> byConsumer.put(
                        consumer,
                        ImmutableSet.<String>builder()
                                .addAll(known)
                                .addAll(providers)
                                .build()));
    }

    /**
     * Takes what consumers held when a round read them.
     *
     * @param all what those hold that hold something
     */
    void learn(Gaps.Round round, Map<String, ImmutableSet<String>> all) {
        if (round.isUnseenTouched()) {
            return;
        }
        if (round.isAll()) {
            learnAll(all, consumer -> round.isTouched(Subject.consumer(consumer)));
            return;
        }
        for (Subject subject : round.subjects()) {
            if (subject.kind() == Subject.Kind.CONSUMER) {
                learn(subject.id(), all.getOrDefault(subject.id(), ImmutableSet.of()), round.isTouched(subject));
            }
        }
    }

    /**
     * Takes what a consumer held when it was read.
     *
     * @param isWrittenTo whether that may have been before or behind a call
     */
    void learn(String consumer, ImmutableSet<String> read, boolean isWrittenTo) {
        if (isWrittenTo) {
            add(consumer, read);
        } else {
            set(consumer, read);
        }
    }

    /** Takes what all consumers held when they were read; others held nothing. */
    void learnAll(Map<String, ImmutableSet<String>> all, Predicate<String> isWrittenTo) {
        isComplete = true;
        byConsumer.keySet().removeIf(consumer -> !all.containsKey(consumer) && !isWrittenTo.test(consumer));
        all.forEach((consumer, read) -> learn(consumer, read, isWrittenTo.test(consumer)));
    }

    /** Nothing is known any more: a call went by of which nobody knows what it wrote. */
    void forget() {
        isComplete = false;
        byConsumer.clear();
    }
}
