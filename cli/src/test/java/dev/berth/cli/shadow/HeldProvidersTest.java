package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldProvidersTest {
    private static final ImmutableSet<String> ONE = ImmutableSet.of("one");
    private static final ImmutableSet<String> OTHER = ImmutableSet.of("other");

    private final HeldProviders held = new HeldProviders();

    @Test
    void takesWhatWasReadForNewerThanWhatWasSeenBefore() {
        held.set("moved", ONE);
        held.set("gone", ONE);
        held.learnAll(Map.of("moved", OTHER), consumer -> false);
        assertThat(held.of("moved")).contains(OTHER);
        assertThat(held.of("gone")).contains(ImmutableSet.of());
        held.learn("moved", ONE, false);
        assertThat(held.of("moved")).contains(ONE);
    }

    @Test
    void takesBothWhereNobodyKnowsWhichIsNewer() {
        held.set("moved", ONE);
        held.set("new", ONE);
        held.learnAll(Map.of("moved", OTHER), consumer -> true);
        assertThat(held.of("moved")).contains(ImmutableSet.of("one", "other"));
        assertThat(held.of("new")).contains(ONE);
    }

    @Test
    void knowsNothingOfAConsumerOfWhichItHasSeenHalf() {
        held.add("unknown", ONE);
        assertThat(held.of("unknown")).isEmpty();
        held.learnAll(Map.of(), consumer -> false);
        held.add("new", ONE);
        assertThat(held.of("new")).contains(ONE);
        held.forget();
        assertThat(held.of("new")).isEmpty();
    }
}
