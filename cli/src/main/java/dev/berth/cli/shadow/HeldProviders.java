package dev.berth.cli.shadow;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

    /** Takes what all consumers held at some time before now; what was seen since is newer. */
    void learn(Map<String, ImmutableSet<String>> all) {
        isComplete = true;
        all.forEach(byConsumer::putIfAbsent);
    }
}
